/** "1 agent worktree", "6 agent worktrees": the number of worktrees of the open plan's agents. */
export function agentWorktreeWords(count: number): string {
  return count === 1 ? '1 agent worktree' : `${count} agent worktrees`;
}
