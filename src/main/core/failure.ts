import type { Exit, FailureKind } from '../../shared/failures/failure-kind.ts';
import { FAILURES, type FailureCode } from '../../shared/failures/failures.ts';

type FailureData = Readonly<Record<string, unknown>>;

/** Names of the fields of data that a remedy of the list shows: `program` of "Install {program}." */
type Shown<Remedy extends string> = Remedy extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Shown<Rest>
  : never;

/** By code, the data that the remedy of the list needs; codes whose remedy is the same for all data are left out. */
type NeededData = {
  readonly [Code in FailureCode as Shown<(typeof FAILURES)[Code]['remedy']> extends never
    ? never
    : Code]: FailureData & Readonly<Record<Shown<(typeof FAILURES)[Code]['remedy']>, string>>;
};

/** A code whose remedy in the list is the same for all data. */
export type PlainCode = Exclude<FailureCode, keyof NeededData>;

/** What happened. A remedy or an exit code that is more exact than the list's goes with it. */
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
 * An expected failure: something about the repository, the environment or the request that a person can act on. Its code
 * is one of the list in src/shared/failures, which also has the remedy and the exit code of the command line.
 * Anything else that is thrown is a bug and is shown with an incident id only.
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

/** Words with every `{name}` replaced by that field of the data. */
function filled(words: string, data: FailureData): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name]));
}

/** Errors of the file system that a person can act on, by their code. */
const DISK_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on this disk and try again.',
  EDQUOT: 'Free some space within your quota and try again.',
  EROFS: 'This file system is read-only: make it writable, or work on a copy elsewhere.',
  EACCES: 'Check the owner and the permissions of this path.',
};

/** The expected failure behind whatever was thrown, or null for a bug. */
export function expectedFailure(thrown: unknown): CoreFailure | null {
  if (thrown instanceof CoreFailure) return thrown;
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  const remedy = DISK_REMEDIES[String(thrown.code)];
  if (remedy === undefined) return null;
  const data = { errno: thrown.code };
  return new CoreFailure({ code: 'disk.notWritten', message: `${thrown.message}.`, remedy, data });
}
