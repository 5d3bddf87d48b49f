import type { Failure } from '../../shared/contract/common.ts';

/**
 * An expected failure: something about the repository, the environment or the request that a person can act on.
 * `exit` is the command line's exit code: 1 the answer is no, 2 malformed words, 3 repository or environment.
 * Anything else that is thrown is a bug and is shown with an incident id only.
 */
export class CoreFailure extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly exit: 1 | 2 | 3;
  readonly data: Record<string, unknown>;

  constructor(failure: Failure & { readonly exit?: 1 | 2 | 3 }) {
    super(failure.message);
    this.name = 'CoreFailure';
    this.code = failure.code;
    this.remedy = failure.remedy;
    this.exit = failure.exit ?? 3;
    this.data = failure.data ?? {};
  }
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
