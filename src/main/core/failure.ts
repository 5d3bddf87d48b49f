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
