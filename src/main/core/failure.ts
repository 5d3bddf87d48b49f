import type { Exit, FailureKind } from '../../shared/failures/failure-kind.ts';
import { FAILURES, type FailureCode } from '../../shared/failures/failures.ts';

type FailureData = Readonly<Record<string, unknown>>;

/** Names of the data fields in a remedy: `program` in "Install {program}." */
type Shown<Remedy extends string> = Remedy extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Shown<Rest>
  : never;

/** By code, the data its listed remedy needs. Codes whose remedy has no fields are omitted. */
type NeededData = {
  readonly [Code in FailureCode as Shown<(typeof FAILURES)[Code]['remedy']> extends never
    ? never
    : Code]: FailureData & Readonly<Record<Shown<(typeof FAILURES)[Code]['remedy']>, string>>;
};

/** Codes whose listed remedy needs no data. */
export type PlainCode = Exclude<FailureCode, keyof NeededData>;

/** The message, optionally with a more specific remedy or exit code than the list's. */
type FailureWords = { readonly message: string; readonly exit?: Exit } & (
  | { readonly code: FailureCode; readonly remedy: string; readonly data?: FailureData }
  | {
      readonly code: PlainCode;
      readonly remedy?: string | undefined;
      readonly data?: FailureData;
    }
  | {
      readonly [Code in keyof NeededData]: {
        readonly code: Code;
        readonly remedy?: undefined;
        readonly data: NeededData[Code];
      };
    }[keyof NeededData]
);

/**
 * An expected failure: a condition of the repository, the environment or the request that a person can act on. Its code
 * is listed in src/shared/failures with its remedy and exit code. Any other exception is a bug and is shown only as an
 * incident id.
 */
export class CoreFailure extends Error {
  readonly code: FailureCode;
  readonly remedy: string;
  readonly exit: Exit;
  readonly data: FailureData;

  constructor(failure: FailureWords) {
    super(failure.message);
    const kind: FailureKind = FAILURES[failure.code];
    this.name = 'CoreFailure';
    this.code = failure.code;
    this.data = failure.data ?? {};
    this.remedy = failure.remedy ?? filled(kind.remedy, this.data);
    this.exit = failure.exit ?? kind.exit ?? 3;
  }
}

/** Replaces every `{name}` by that field of the data. */
function filled(words: string, data: FailureData): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name]));
}

/** Remedies for file-system errors that a person can act on, by error code. */
const DISK_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on this disk and try again.',
  EDQUOT: 'Free some space within your quota and try again.',
  EROFS: 'This file system is read-only: make it writable, or work on a copy elsewhere.',
  EACCES: 'Check the owner and the permissions of this path.',
};

/** The expected failure behind an exception, or null for a bug. */
export function expectedFailure(thrown: unknown): CoreFailure | null {
  if (thrown instanceof CoreFailure) return thrown;
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  const remedy = DISK_REMEDIES[String(thrown.code)];
  if (remedy === undefined) return null;
  const data = { errno: thrown.code };
  return new CoreFailure({ code: 'disk.notWritten', message: `${thrown.message}.`, remedy, data });
}
