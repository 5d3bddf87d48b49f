import picomatch from 'picomatch';
import type { Config } from '../config/config.ts';
import {
  type ContractTopic,
  contractRules,
  topicOf,
  usualContractPath,
} from '../contracts/contract-rules.ts';

/** An existing shared file, and the roles concerned with it. */
export interface ContractFact {
  /** Its name in plans; null when plans cannot name it, because it is neither configured nor in a usual place. */
  readonly name: string | null;
  readonly path: string;
  readonly writer: string | null;
  readonly readers: readonly string[];
}

/** Most contracts listed, for repositories with hundreds of schemas. */
const MOST = 24;
/** Common names of contracts outside a contracts folder. */
const ELSEWHERE =
  /^(?:[^/]+\/){0,2}(?:(?:openapi|swagger|asyncapi)[^/]*\.(?:ya?ml|json)|(?:design-)?tokens\.(?:ya?ml|json)|schema\.(?:prisma|graphql)|[^/]+\.schema\.json)$/i;
/** Folders in which such names are usually examples. */
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

/** The contracts of a repository: as configured, otherwise in `contracts`, otherwise by common names. */
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
