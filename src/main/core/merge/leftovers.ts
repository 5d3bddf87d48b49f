/**
 * Commits everything uncommitted in an agent's worktree onto its branch, hooks off; returns the new head, or null
 * when there was nothing. Throws `sync.leftoversFiltered` for files that need a filter (git-lfs).
 */
export function commitLeftovers(
  _worktree: string,
  _options: { readonly message: string; readonly signal?: AbortSignal | undefined },
): Promise<string | null> {
  throw new Error('commitLeftovers is being written');
}
