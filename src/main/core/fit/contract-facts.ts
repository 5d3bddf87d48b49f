import picomatch from 'picomatch';
import type { Config } from '../config/config.ts';
import {
  type ContractTopic,
  contractRules,
  topicOf,
  usualContractPath,
} from '../contracts/contract-rules.ts';

/** A shared file that is there, and the roles that have to do with it. */
export interface ContractFact {
  /** What plans call it; null for a file that no plan could name: it is neither configured nor in its usual place. */
  readonly name: string | null;
  readonly path: string;
  readonly writer: string | null;
  readonly readers: readonly string[];
}

/** Of a repository with hundreds of schemas, nobody would read more. */
const MOST = 24;
/** Contracts of a repository that has no folder for them. */
const ELSEWHERE =
  /^(?:[^/]+\/){0,2}(?:(?:openapi|swagger|asyncapi)[^/]*\.(?:ya?ml|json)|(?:design-)?tokens\.(?:ya?ml|json)|schema\.(?:prisma|graphql)|[^/]+\.schema\.json)$/i;
/** Where such names are somebody's examples. */
const NOT_IN =
  /(?:^|\/)(?:node_modules|vendor|fixtures?|examples?|tests?|docs?|resources|\.[^/]+)\//i;

const WRITERS: Readonly<Record<ContractTopic, string>> = {
  tokens: 'designer',
  database: 'data',
  api: 'backend',
  schema: 'backend',
  infra: 'devops',
};
const READERS: Readonly<Record<ContractTopic, readonly string[]>> = {
  tokens: ['frontend'],
  database: ['backend'],
  api: ['frontend', 'qa'],
  schema: ['frontend', 'qa'],
  infra: [],
};

/** The contracts of a repository: as configured, else in `contracts`, else by their usual names. */
export function contractFacts(
  paths: readonly string[],
  config: Config,
  roles: readonly string[],
): readonly ContractFact[] {
  const rules = contractRules(config, null);
  const configured = config.contracts ?? [];
  const found: ContractFact[] = [];
  for (const path of paths) {
    if (found.length >= MOST) break;
    const rule = rules.of(path);
    if (rule) {
      const entry = configured.find(({ name }) => name === rule.name);
      const byRole = entry?.owner !== undefined && roles.includes(entry.owner) ? entry.owner : null;
      const readers = rule.topic ? READERS[rule.topic] : [];
      const named = entry !== undefined || picomatch.isMatch(path, usualContractPath(rule.name));
      found.push({
        name: named ? rule.name : null,
        path,
        writer: byRole ?? (rule.topic ? WRITERS[rule.topic] : null),
        readers: entry?.consumers ? entry.consumers.filter((one) => roles.includes(one)) : readers,
      });
    } else if (ELSEWHERE.test(path) && !NOT_IN.test(path)) {
      const topic = path.endsWith('.prisma') ? 'database' : (topicOf(path) ?? 'schema');
      found.push({ name: null, path, writer: WRITERS[topic], readers: READERS[topic] });
    }
  }
  return found;
}
