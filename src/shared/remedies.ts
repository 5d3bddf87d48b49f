/** The command line's remedy when `claude` is not found; the page has its own text. */
export const WORKTREES_ONLY = 'start with --worktrees-only';
