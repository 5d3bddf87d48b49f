import type { ContractFacts, MergedFile } from '../../../shared/contract/sync.ts';
import { changedFiles } from '../git/diff-listings.ts';
import type { Shadow } from '../git/shadow.ts';
import type { MergedContract } from './merge-contracts.ts';

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}

/** Files that one agent changed since its branch left the feature branch. */
export interface AgentChanges {
  readonly agent: string;
  readonly paths: ReadonlySet<string>;
}

const KINDS: Readonly<Record<string, FileChange['kind']>> = { A: 'added', D: 'deleted' };

/** Files that differ between two trees or commits. */
export async function changedPaths(
  shadow: Shadow,
  from: string,
  to: string,
): Promise<FileChange[]> {
  const args = ['-r', '--no-renames', '--end-of-options', from, to, '--'];
  const changes = await shadow.list(changedFiles('diff-tree', ...args));
  return changes.map(({ path, status }) => ({ path, kind: KINDS[status] ?? 'changed' }));
}

interface MergeFacts {
  /** Files that the merge changes in the feature branch. */
  readonly changed: readonly FileChange[];
  readonly byAgent: readonly AgentChanges[];
  readonly conflicts: readonly {
    readonly path: string;
    readonly kind: string;
    /** The agent whose merge hit the conflict, and the agents whose landed work it conflicts with. */
    readonly agent: string;
    readonly landed: readonly string[];
  }[];
  /** Conflicts that a person resolved. */
  readonly resolved: readonly { readonly path: string; readonly agent: string }[];
  /** Contracts that both sides changed, in merge order. */
  readonly contracts: readonly (MergedContract & {
    readonly agent: string;
    readonly before: readonly string[];
  })[];
}

/** The file list for display: every changed or conflicting file with the agents that touched it, sorted by path. */
export function mergedFiles(found: MergeFacts): MergedFile[] {
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

/** Facts per contract: decisions, conflicts and findings of all merges that touched it, without repeated decisions. */
function contractFacts(
  contracts: MergeFacts['contracts'],
  touchedBy: (path: string) => readonly string[],
): ReadonlyMap<string, ContractFacts> {
  const facts = new Map<string, ContractFacts>();
  for (const { path, rule, agent, before, ...merged } of contracts) {
    const known = facts.get(path);
    const earlier = touchedBy(path).filter((name) => before.includes(name));
    const agentsOf = { ours: earlier, theirs: [agent], both: [...earlier, agent] };
    const listed = new Set(known?.decisions.map((one) => `${one.kind} ${one.path}`));
    const decisions = merged.decisions
      .filter((one) => !listed.has(`${one.kind} ${one.path}`))
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
