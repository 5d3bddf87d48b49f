/** One worktree to be made. */
export interface WorktreeSpec {
  readonly agent: string;
  /** Short name; made at `base`. */
  readonly branch: string;
  /** Absolute. */
  readonly path: string;
  /** The commit it is cut from. */
  readonly base: string;
}
