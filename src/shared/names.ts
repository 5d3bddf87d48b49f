/** Names that people and git see: keys, branches, reserved words. */

/** Keys of agents and sync points, and feature names. */
export const KEY_PATTERN = /^[a-z][a-z0-9-]{0,39}$/;

/** Worktree suffixes that the app keeps for itself. */
export const RESERVED_KEYS: readonly string[] = ['integration', 'pool', 'main'];

/** Under this key the session that belongs to no agent is known: it looks after the whole feature. */
export const ORCHESTRATOR = 'orchestrator';

export function isKey(text: string): boolean {
  return KEY_PATTERN.test(text) && !RESERVED_KEYS.includes(text);
}

export function featureBranch(feature: string): string {
  return `feature/${feature}`;
}

/** Flat, never `feature/x/y`: git refs are paths, and `feature/x` would be in the way. */
export function agentBranch(feature: string, agent: string): string {
  return `feature/${feature}-${agent}`;
}

/** `api-docs` becomes `Api docs`: the title a node has when the plan gives none. */
export function defaultTitle(key: string): string {
  const words = key.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
