import type { Progress } from '../../../shared/contract/common.ts';

export interface StartOptions {
  readonly feature: string;
  /** Names of phases or agents. */
  readonly targets: readonly string[];
  readonly worktreesOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
