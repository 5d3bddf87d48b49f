import type { Role } from '../../../shared/plan/roles.ts';
import { visible } from '../../../shared/visible.ts';
import { commitsIn } from './commit-history.ts';
import type { ContractFact } from './contract-facts.ts';
import { literalGlob } from './glob.ts';
import { callPrompt, plainPrompt } from './prompts.ts';
import type { CallKind, RepositoryFacts } from './repository-facts.ts';
import type { RoleScope } from './scopes.ts';

/** A role fitted to the repository, with the reasons. */
export interface FittedRole {
  readonly role: Role;
  /** The origin of the prompt: the configuration, a command or skill of the repository, or a generated sentence. */
  readonly promptKind: 'configured' | CallKind | 'words';
  /** One or two sentences on why it has this scope. */
  readonly reason: string;
}

/** The facts that roles are fitted to. */
export interface Fit {
  readonly facts: RepositoryFacts;
  readonly contracts: readonly ContractFact[];
  /** Shell commands that sync points run. */
  readonly verify: readonly string[];
}

/** Fits scope, contracts and prompt of a role to a repository. Configured values stay. */
export function fitRole(fit: Fit, role: Role, key: string): FittedRole {
  const { facts } = fit;
  const reads = role.reads ?? namesOf(fit.contracts, (one) => one.readers.includes(role.name));
  const writes = role.writes ?? namesOf(fit.contracts, (one) => one.writer === role.name);
  const found = facts.scopeOf(role.name);
  const files = ownContracts(fit, role.name, writes);
  const isEmpty = facts.paths.length === 0 || role.name === 'custom';
  const added = files.filter((path) => !isCovered(path, found));
  const suggested =
    isEmpty || found.parts.length === 0 ? [] : [...found.parts.map(({ glob }) => glob), ...added];
  const scope = role.scope ?? suggested;
  const call = [key, role.name].find((name) => facts.calls.has(name));
  const words = { key, role: role.name, scope, reads, writes, verify: fit.verify };
  const prompt =
    role.prompt ??
    (role.name === 'custom' ? undefined : call ? callPrompt(call, words) : plainPrompt(words));
  const kind = call === undefined ? undefined : facts.calls.get(call);
  return {
    role: { ...role, scope, reads, writes, ...(prompt ? { prompt } : {}) },
    promptKind: role.prompt ? 'configured' : (kind ?? 'words'),
    reason: role.scope
      ? `${role.scope.join(', ') || 'No scope'}, as set in .tributary/config.yaml.`
      : reasonOf(fit, role, { found: isEmpty ? null : found, files: added }),
  };
}

function namesOf(
  contracts: readonly ContractFact[],
  isMeant: (one: ContractFact) => boolean,
): readonly string[] {
  const names = contracts.filter(isMeant).map(({ name }) => name);
  return [...new Set(names.filter((name) => name !== null))];
}

/** Files of the contracts that a role writes. */
function ownContracts(fit: Fit, role: string, writes: readonly string[]): readonly string[] {
  return fit.contracts
    .filter(({ name, writer }) => (name === null ? writer === role : writes.includes(name)))
    .map(({ path }) => literalGlob(path));
}

function isCovered(path: string, { parts }: RoleScope): boolean {
  return parts.some(
    ({ glob, place }) => place !== '' && glob.endsWith('/**') && path.startsWith(`${place}/`),
  );
}

function reasonOf(
  { facts }: Fit,
  role: Role,
  { found, files }: { readonly found: RoleScope | null; readonly files: readonly string[] },
): string {
  if (role.name === 'custom') return 'No default scope: it may change anything.';
  if (found === null) return 'The repository has no files yet: no scope, it may change anything.';
  if (found.found === 'none') {
    return 'All files lie in the top folder: no scope, it may change anything.';
  }
  if (found.found === 'many') {
    return `Many source folders and none is named for ${role.title}: no scope, it may change anything.`;
  }
  const parts = found.parts.map(({ glob, files }) => `${visible(glob)}: ${count(files, 'file')}`);
  const language = found.language ? `, ${found.language}` : '';
  const places = [...new Set(found.parts.map(({ place }) => place))].filter(Boolean);
  const commits = commitsIn(facts.history, places);
  const often =
    commits > 1 ? `; in ${commits} of the last ${facts.history.commits.length} commits` : '';
  const lead =
    found.found === 'general' ? `No folder is named for ${role.title}; the source folders: ` : '';
  const contracts = files.length > 0 ? `; its contracts ${files.map(visible).join(', ')}` : '';
  return `${lead}${parts.join(', ')}${language}${often}${contracts}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
