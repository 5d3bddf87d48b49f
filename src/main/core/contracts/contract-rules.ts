import picomatch from 'picomatch';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Config } from '../config/config.ts';
import type { IdentityRule, MergeRules, Policy } from './types.ts';

/** Where contracts are if the configuration names none. */
const DEFAULT_PATHS = ['contracts/**'];
/** Files that can be merged by structure. */
const STRUCTURED = /\.(?:ya?ml|jsonc?)$/i;

/** Topic of a contract; selects the rules that check it. `schema` is OpenAPI or JSON Schema. */
export type ContractTopic = 'tokens' | 'api' | 'database' | 'infra' | 'schema';

/** How to merge and check one contract. */
export interface ContractRule extends MergeRules {
  readonly name: string;
  readonly consumers: readonly string[];
  readonly topic: ContractTopic | null;
  /** Whether JSON may contain comments; undefined means that its name decides. */
  readonly comments?: boolean | undefined;
}

/** The contracts of a project. */
export interface ContractRules {
  /** Changes whenever anything changes that affects a merge. */
  readonly revision: string;
  /** Null for a file that is not a contract or has no supported structure. */
  of(path: string): ContractRule | null;
}

/** For merges in projects without contracts. */
export const NO_CONTRACTS: ContractRules = { revision: 'none', of: () => null };

/** Topic by file name; the first match wins. */
const TOPICS: readonly (readonly [RegExp, ContractTopic])[] = [
  [/tokens|theme|palette/i, 'tokens'],
  [/openapi|swagger|\.schema\.|(?:^|\/)schemas?\//i, 'schema'],
  [/(?:^|[/_.-])(?:api|apis|endpoints|routes)(?:[/_.-]|$)/i, 'api'],
  [/database|(?:^|[/_.-])(?:db|sql|tables|schema)(?:[/_.-]|$)/i, 'database'],
  [/infra|deploy|(?:^|[/_.-])(?:k8s|helm|services)(?:[/_.-]|$)/i, 'infra'],
];

/** Default policies: merging added tokens is harmless, merging database tables wrongly is not. */
const POLICIES: Readonly<Record<ContractTopic, Policy>> = {
  tokens: 'additive',
  api: 'review',
  schema: 'review',
  infra: 'review',
  database: 'critical',
};

/** The contracts named by a configuration and a plan, with defaults. */
export function contractRules(config: Config, plan: Plan | null): ContractRules {
  const configured = config.contracts ?? [];
  const named = Object.values(plan?.agents ?? {}).flatMap((agent) => agent.scope ?? []);
  const globs =
    configured.length > 0
      ? configured.map(({ path }) => path)
      : [...DEFAULT_PATHS, ...named.filter((glob) => glob.startsWith('contracts/'))];
  const reads = Object.entries(plan?.agents ?? {}).map(([agent, one]) => [agent, one.reads]);
  const isContract = picomatch(globs, { dot: true });
  const entries = configured.map((entry) => ({
    entry,
    matches: picomatch(entry.path, { dot: true }),
  }));
  return {
    revision: JSON.stringify([globs, configured, reads]),
    of(path) {
      if (!STRUCTURED.test(path) || !isContract(path)) return null;
      const entry = entries.find(({ matches }) => matches(path))?.entry;
      const name = entry?.name ?? nameOf(path);
      const topic = topicOf(path) ?? topicOf(name);
      return {
        name,
        topic,
        consumers: [...new Set([...(entry?.consumers ?? []), ...readers(plan, name)])],
        policy: entry?.policy ?? (topic ? POLICIES[topic] : 'additive'),
        comments: entry?.comments,
        identity: identityRules(entry?.identity ?? []),
        sets: entry?.sets ?? [],
      };
    },
  };
}

/**
 * The rule for a file that the caller declares to be a contract, wherever it is: as configured, else by its name.
 * `path` is relative to the repository if known.
 */
export function ruleOfContract(config: Config, path: string): ContractRule {
  const known = contractRules(config, null).of(path);
  if (known) return known;
  const name = nameOf(path);
  const topic = topicOf(path) ?? topicOf(name);
  const policy = topic ? POLICIES[topic] : 'additive';
  return { name, topic, consumers: [], policy, identity: [] };
}

/** The name used in plans: `contracts/api-contracts.yaml` is `api`. */
function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/(?:[-_.]contracts?)?\.[^.]+$/, '');
}

/** Agents that read a contract according to the plan. */
function readers(plan: Plan | null, name: string): readonly string[] {
  return Object.entries(plan?.agents ?? {}).flatMap(([agent, { reads }]) =>
    reads?.includes(name) ? [agent] : [],
  );
}

/** Topic of a file, derived from its name. */
export function topicOf(path: string): ContractTopic | null {
  return TOPICS.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

type Identity = NonNullable<NonNullable<Config['contracts']>[number]['identity']>;

/** Converts configured identities: `sku` applies to every list, `{tables.*.columns: column}` to the lists at a path. */
function identityRules(identity: Identity): readonly IdentityRule[] {
  return identity.flatMap((one): IdentityRule[] =>
    typeof one === 'string'
      ? [{ path: null, key: one }]
      : Object.entries(one).map(([path, key]) => ({ path, key })),
  );
}

/**
 * Glob for the file of a contract that the configuration does not name, such as `contracts/api.yaml` or
 * `contracts/api-contracts.yaml`.
 */
export function usualContractPath(name: string): string {
  return `contracts/${name}{,-contracts}.{yaml,yml,json}`;
}
