import { visible } from './visible.ts';

/** Names that people and git see: keys, branches, reserved words. */

/** Valid keys of agents and sync points, and valid feature names. */
export const KEY_PATTERN = /^[a-z][a-z0-9-]{0,39}$/;

/** Worktree suffixes reserved by the app. */
export const RESERVED_KEYS: readonly string[] = ['integration', 'pool', 'main'];

/** Key of the session that belongs to no agent and oversees the whole feature. */
export const ORCHESTRATOR = 'orchestrator';

export function isKey(text: string): boolean {
  return KEY_PATTERN.test(text) && !RESERVED_KEYS.includes(text);
}

export function featureBranch(feature: string): string {
  return `feature/${feature}`;
}

/** Flat, never `feature/x/y`: git refs are paths, so `feature/x` would block it. */
export function agentBranch(feature: string, agent: string): string {
  return `feature/${feature}-${agent}`;
}

/** Words of keys with a fixed spelling. */
const SPELLINGS: Readonly<Record<string, string>> = Object.fromEntries(
  'API CD CI CLI CSS DB DevOps E2E GraphQL HTML HTTP iOS JS MLOps QA SDK SEO SQL SRE TS UI UX'
    .split(' ')
    .map((word) => [word.toLowerCase(), word]),
);

/** The default title of a node, role or phase: `API docs` for `api-docs`. */
export function defaultTitle(key: string): string {
  const words = key
    .split('-')
    .map((word) => (Object.hasOwn(SPELLINGS, word) ? SPELLINGS[word] : word));
  const [first = '', ...more] = words;
  const isSpelt = Object.values(SPELLINGS).includes(first);
  return [isSpelt ? first : first.charAt(0).toUpperCase() + first.slice(1), ...more].join(' ');
}

/** The feature's title: "User profile" for `user-profile`. */
export function featureTitle({ feature }: { readonly feature: string }): string {
  return defaultTitle(feature);
}

interface Titled {
  readonly title?: string | undefined;
}

/** The displayed title of a node, role or phase. A blank title counts as none. */
export function shownTitle(node: Titled | undefined, key: string): string {
  return visible(node?.title?.trim() || defaultTitle(key));
}

/**
 * The displayed title for the key of an agent, sync point or phase. Branches, which stand in for agents when a whole
 * feature is merged, stay as they are.
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
  // Branches are displayed exactly as git spells them.
  if (key.includes('/')) return visible(key);
  return visible(own(plan?.agents) || own(plan?.syncs) || defaultTitle(key));
}

/** The journal name of the merge into the base. Keys of a plan never contain a slash. */
export function finishName(plan: { readonly base: string }): string {
  return `${FINISH}${plan.base}`;
}

const FINISH = 'finish/';

/** The base branch of a `finishName`; null for any other name. */
export function finishedBase(name: string): string | null {
  return name.startsWith(FINISH) ? name.slice(FINISH.length) : null;
}
