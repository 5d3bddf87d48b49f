/** What the command line offers where `claude` is not found; the page says it in its own words. */
export const WORKTREES_ONLY = 'start with --worktrees-only';
