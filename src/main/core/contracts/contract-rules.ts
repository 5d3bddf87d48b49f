import picomatch from 'picomatch';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Config } from '../config/config.ts';
import type { IdentityRule, MergeRules, Policy } from './types.ts';

/** Where contracts live when the configuration names none. */
const DEFAULT_PATHS = ['contracts/**'];
/** Files that can be merged by meaning. */
const STRUCTURED = /\.(?:ya?ml|jsonc?)$/i;

/** What a contract is about; it decides which rules look at it. `schema` is OpenAPI or JSON Schema. */
export type ContractTopic = 'tokens' | 'api' | 'database' | 'infra' | 'schema';

/** How one contract is merged and checked. */
export interface ContractRule extends MergeRules {
  readonly name: string;
  readonly consumers: readonly string[];
  readonly topic: ContractTopic | null;
  /** Whether JSON may have comments; undefined where its name tells. */
  readonly comments?: boolean | undefined;
}

/** The contracts of a project. */
export interface ContractRules {
  /** Changes with anything that could change a merge. */
  readonly revision: string;
  /** Null for a file that is no contract, or none that has a structure. */
  of(path: string): ContractRule | null;
}

/** For merges of what no project has contracts for. */
export const NO_CONTRACTS: ContractRules = { revision: 'none', of: () => null };

/** By name of the file, first match first. */
const TOPICS: readonly (readonly [RegExp, ContractTopic])[] = [
  [/tokens|theme|palette/i, 'tokens'],
  [/openapi|swagger|\.schema\.|(?:^|\/)schemas?\//i, 'schema'],
  [/(?:^|[/_.-])(?:api|apis|endpoints|routes)(?:[/_.-]|$)/i, 'api'],
  [/database|(?:^|[/_.-])(?:db|sql|tables|schema)(?:[/_.-]|$)/i, 'database'],
  [/infra|deploy|(?:^|[/_.-])(?:k8s|helm|services)(?:[/_.-]|$)/i, 'infra'],
];

/** Additions of tokens meet harmlessly; a wrong table does not. */
const POLICIES: Readonly<Record<ContractTopic, Policy>> = {
  tokens: 'additive',
  api: 'review',
  schema: 'review',
  infra: 'review',
  database: 'critical',
};

/** The contracts that a configuration and a plan name, with defaults for what they do not say. */
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
 * How a file is merged that whoever asks calls a contract, wherever it is: as configured, else as its name says. `path` as
 * the repository calls it, or whatever there is of it.
 */
export function ruleOfContract(config: Config, path: string): ContractRule {
  const known = contractRules(config, null).of(path);
  if (known) return known;
  const name = nameOf(path);
  const topic = topicOf(path) ?? topicOf(name);
  const policy = topic ? POLICIES[topic] : 'additive';
  return { name, topic, consumers: [], policy, identity: [] };
}

/** `contracts/api-contracts.yaml` is what plans call `api`. */
function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/(?:[-_.]contracts?)?\.[^.]+$/, '');
}

/** Agents that read a contract, as the plan says. */
function readers(plan: Plan | null, name: string): readonly string[] {
  return Object.entries(plan?.agents ?? {}).flatMap(([agent, { reads }]) =>
    reads?.includes(name) ? [agent] : [],
  );
}

/** What a file is about, by its name. */
export function topicOf(path: string): ContractTopic | null {
  return TOPICS.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

type Identity = NonNullable<NonNullable<Config['contracts']>[number]['identity']>;

/** `sku` holds for every list, `{tables.*.columns: column}` for the lists at a path. */
function identityRules(identity: Identity): readonly IdentityRule[] {
  return identity.flatMap((one): IdentityRule[] =>
    typeof one === 'string'
      ? [{ path: null, key: one }]
      : Object.entries(one).map(([path, key]) => ({ path, key })),
  );
}

/** Where the file of a contract is that the configuration does not name: `contracts/api.yaml`, `contracts/api-contracts.yaml`. */
export function usualContractPath(name: string): string {
  return `contracts/${name}{,-contracts}.{yaml,yml,json}`;
}
