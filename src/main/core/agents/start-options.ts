import type { Progress } from '../../../shared/contract/common.ts';

export interface StartOptions {
  readonly feature: string;
  /** Phase names or agent names. */
  readonly targets: readonly string[];
  readonly worktreesOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
