import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Shadow } from '../git/shadow.ts';

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
  const args = ['diff-tree', '-r', '-z', '--name-status', '--no-renames', '--end-of-options'];
  const { stdout } = await shadow.git([...args, from, to, '--'], { reads: true });
  const fields = stdout.split('\0');
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    changes.push({ path: fields[at + 1] ?? '', kind: KINDS[fields[at] ?? ''] ?? 'changed' });
  }
  return changes;
}

interface Found {
  /** Files that the merge changes in the feature branch. */
  readonly changed: readonly FileChange[];
  readonly byAgent: readonly AgentChanges[];
  readonly conflicts: readonly {
    readonly path: string;
    readonly kind: string;
    /** Whose merge met it. */
    readonly agent: string;
  }[];
  /** Conflicts that a person settled. */
  readonly resolved: readonly { readonly path: string; readonly agent: string }[];
}

/** The list people see: every changed file and every conflict with the agents that touched it, sorted by path. */
export function mergedFiles({ changed, byAgent, conflicts, resolved }: Found): MergedFile[] {
  const touchedBy = (path: string) =>
    byAgent.filter(({ paths }) => paths.has(path)).map(({ agent }) => agent);
  const files = new Map<string, MergedFile>();
  for (const { path, kind } of changed)
    files.set(path, { path, kind, outcome: 'clean', agents: touchedBy(path) });
  for (const { path, agent } of resolved) {
    const agents = [...new Set([...touchedBy(path), agent])];
    files.set(path, { path, kind: 'resolved', outcome: 'clean', agents });
  }
  for (const { path, kind, agent } of conflicts) {
    const agents = [...new Set([...touchedBy(path), agent])];
    files.set(path, { path, kind, outcome: 'conflict', agents });
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
