import type { Role } from '../../../shared/plan/roles.ts';
import type { Config } from '../config/config.ts';
import { projectRoles } from '../config/project-roles.ts';
import type { Repository } from '../git/repository.ts';
import type { Kind, Memory } from '../memory.ts';
import { contractFacts } from './contract-facts.ts';
import type { Fit } from './fit-role.ts';
import { type RepositoryFacts, repositoryFacts } from './repository-facts.ts';
import { verifyCommands } from './verify-commands.ts';

/** The parts of a project that are read. */
export interface FitSource {
  readonly repo: Pick<Repository, 'path' | 'commonDir' | 'memory'>;
  config(): Promise<Config>;
}

/** A project's files and settings, for fitting plans. */
export interface ProjectFit extends Fit {
  readonly roles: readonly Role[];
  /** The configuration defines the verification, so plans need not repeat it. */
  readonly configured: boolean;
}

/** For the repository as last read: inspecting all paths of a large one takes a while. */
const CONTRACTS: Kind<{ readonly of: RepositoryFacts; readonly contracts: Fit['contracts'] }> = {
  most: 1,
};

function contractsOf(
  memory: Memory,
  facts: RepositoryFacts,
  { config, roles }: { readonly config: Config; readonly roles: readonly Role[] },
): Fit['contracts'] {
  const names = roles.map(({ name }) => name);
  const known = memory.of(CONTRACTS);
  const key = JSON.stringify([config.contracts, names]);
  const before = known.get(key);
  if (before?.of === facts) return before.contracts;
  const contracts = contractFacts(facts.paths, config, names);
  known.set(key, { of: facts, contracts });
  return contracts;
}

/** Reads what plans are fitted to: files, history, configuration. Runs nothing of the repository. */
export async function fitProject(project: FitSource): Promise<ProjectFit> {
  const [config, facts] = await Promise.all([project.config(), repositoryFacts(project.repo)]);
  const roles = projectRoles(config);
  const lines = config.verify?.filter((step) => typeof step === 'string');
  return {
    roles,
    facts,
    contracts: contractsOf(project.repo.memory, facts, { config, roles }),
    verify: lines ?? (await verifyCommands(project.repo.path, facts.top)),
    configured: config.verify !== undefined,
  };
}
