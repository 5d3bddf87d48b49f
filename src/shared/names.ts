import { visible } from './visible.ts';

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

/** Words of keys that are not spelt like other words. */
const SPELLINGS: Readonly<Record<string, string>> = Object.fromEntries(
  'API CD CI CLI CSS DB DevOps E2E GraphQL HTML HTTP iOS JS MLOps QA SDK SEO SQL SRE TS UI UX'
    .split(' ')
    .map((word) => [word.toLowerCase(), word]),
);

/** `api-docs` becomes `API docs`: the title of a node, role or phase that has none of its own. */
export function defaultTitle(key: string): string {
  const words = key
    .split('-')
    .map((word) => (Object.hasOwn(SPELLINGS, word) ? SPELLINGS[word] : word));
  const [first = '', ...more] = words;
  const isSpelt = Object.values(SPELLINGS).includes(first);
  return [isSpelt ? first : first.charAt(0).toUpperCase() + first.slice(1), ...more].join(' ');
}

/** "User profile" for `user-profile`: what people read for a feature. */
export function featureTitle({ feature }: { readonly feature: string }): string {
  return defaultTitle(feature);
}

interface Titled {
  readonly title?: string | undefined;
}

/** The title that people read for a node, role or phase: a blank one counts as none. */
export function shownTitle(node: Titled | undefined, key: string): string {
  return visible(node?.title?.trim() || defaultTitle(key));
}

/**
 * The one title that people read for the key of an agent, a sync point or a phase of a plan; branches, which stand in
 * for agents where a whole feature is merged, stay as they are.
 */
export function titleIn(
  plan: {
    readonly agents: Readonly<Record<string, Titled>>;
    readonly syncs: Readonly<Record<string, Titled>>;
  } | null,
  key: string,
): string {
  const own = (nodes: Readonly<Record<string, Titled>> | undefined) =>
    nodes && Object.hasOwn(nodes, key) ? nodes[key]?.title?.trim() : undefined;
  const base = finishedBase(key);
  if (base !== null) return `Merge into ${base}`;
  // A branch, not a key: branches are spelt as git has them.
  if (key.includes('/')) return visible(key);
  return visible(own(plan?.agents) || own(plan?.syncs) || defaultTitle(key));
}

/** The name under which the merge into the base is journalled: no key of a plan has a slash. */
export function finishName(plan: { readonly base: string }): string {
  return `${FINISH}${plan.base}`;
}

const FINISH = 'finish/';

/** The base that a name of `finishName` is for; null for every other name. */
export function finishedBase(name: string): string | null {
  return name.startsWith(FINISH) ? name.slice(FINISH.length) : null;
}
