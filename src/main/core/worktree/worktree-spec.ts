/** A worktree to create. */
export interface WorktreeSpec {
  readonly agent: string;
  /** Short name; created at `base`. */
  readonly branch: string;
  /** Absolute. */
  readonly path: string;
  /** The commit it is cut from. */
  readonly base: string;
}
