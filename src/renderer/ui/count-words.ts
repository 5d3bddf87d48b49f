/** "1 agent worktree", "6 agent worktrees": what agents of the open plan have. */
export function agentWorktreeWords(count: number): string {
  return count === 1 ? '1 agent worktree' : `${count} agent worktrees`;
}
