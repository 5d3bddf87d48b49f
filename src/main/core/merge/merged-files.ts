import type { ContractFacts, MergedFile } from '../../../shared/contract/sync.ts';
import { changedFiles } from '../git/diff-listings.ts';
import type { Shadow } from '../git/shadow.ts';
import type { MergedContract } from './merge-contracts.ts';

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}

/** What one agent changed since its branch left the feature branch. */
export interface AgentChanges {
  readonly agent: string;
  readonly paths: ReadonlySet<string>;
}

const KINDS: Readonly<Record<string, FileChange['kind']>> = { A: 'added', D: 'deleted' };

/** Files that two trees or commits differ in. */
export async function changedPaths(
  shadow: Shadow,
  from: string,
  to: string,
): Promise<FileChange[]> {
  const args = ['-r', '--no-renames', '--end-of-options', from, to, '--'];
  const changes = await shadow.list(changedFiles('diff-tree', ...args));
  return changes.map(({ path, status }) => ({ path, kind: KINDS[status] ?? 'changed' }));
}

interface Found {
  /** Files that the merge changes in the feature branch. */
  readonly changed: readonly FileChange[];
  readonly byAgent: readonly AgentChanges[];
  readonly conflicts: readonly {
    readonly path: string;
    readonly kind: string;
    /** Whose merge met it, and whose landed work it met. */
    readonly agent: string;
    readonly landed: readonly string[];
  }[];
  /** Conflicts that a person settled. */
  readonly resolved: readonly { readonly path: string; readonly agent: string }[];
  /** Contracts that two sides changed, in order. */
  readonly contracts: readonly (MergedContract & {
    readonly agent: string;
    readonly before: readonly string[];
  })[];
}

/** The list people see: every changed file and every conflict with the agents that touched it, sorted by path. */
export function mergedFiles(found: Found): MergedFile[] {
  const { changed, byAgent, conflicts, resolved, contracts } = found;
  const touchedBy = (path: string) =>
    byAgent.filter(({ paths }) => paths.has(path)).map(({ agent }) => agent);
  const files = new Map<string, MergedFile>();
  for (const { path, kind } of changed)
    files.set(path, { path, kind, outcome: 'clean', agents: touchedBy(path) });
  for (const { path, agent } of resolved) {
    const agents = [...new Set([...touchedBy(path), agent])];
    files.set(path, { path, kind: 'resolved', outcome: 'clean', agents });
  }
  for (const { path, kind, agent, landed } of conflicts) {
    const agents = [...new Set([...landed, ...touchedBy(path), agent])];
    files.set(path, { path, kind, outcome: 'conflict', agents });
  }
  for (const [path, contract] of contractFacts(contracts, touchedBy)) {
    const file = files.get(path);
    if (!file) continue;
    const isStructured = file.outcome === 'clean' && contract.method === 'structure';
    files.set(path, {
      ...file,
      contract,
      outcome: isStructured && file.kind !== 'resolved' ? 'structure' : file.outcome,
    });
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What is told of each contract: of the last merge that met it, with the decisions of all. */
function contractFacts(
  contracts: Found['contracts'],
  touchedBy: (path: string) => readonly string[],
): ReadonlyMap<string, ContractFacts> {
  const facts = new Map<string, ContractFacts>();
  for (const { path, rule, agent, before, ...merged } of contracts) {
    const known = facts.get(path);
    const earlier = touchedBy(path).filter((name) => before.includes(name));
    const agentsOf = { ours: earlier, theirs: [agent], both: [...earlier, agent] };
    const told = new Set(known?.decisions.map((one) => `${one.kind} ${one.path}`));
    const decisions = merged.decisions
      .filter((one) => !told.has(`${one.kind} ${one.path}`))
      .map(({ side, ...one }) => ({ ...one, agents: [...agentsOf[side]] }));
    const conflicts = merged.outcome === 'conflict' ? [...merged.conflicts] : [];
    facts.set(path, {
      policy: rule.policy,
      method: known?.method === 'structure' ? 'structure' : merged.method,
      decisions: [...(known?.decisions ?? []), ...decisions],
      conflicts: [...(known?.conflicts ?? []), ...conflicts],
      findings: [...(known?.findings ?? []), ...merged.findings],
    });
  }
  return facts;
}
