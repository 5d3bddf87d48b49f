import { posix } from 'node:path';
import type { TrustItem } from '../../../shared/contract/trust.ts';
import { featureBranch } from '../../../shared/names.ts';
import { treeEntries } from '../git/entry-listings.ts';
import { tipInProcess } from '../git/in-process.ts';
import { branchTip } from '../git/refs.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { foldJournal } from '../journal/facts.ts';
import { openJournal } from '../journal/journal.ts';
import { listJournals } from '../journal/journals.ts';
import type { Kind } from '../memory.ts';
import { AGENT_FILES, hooksFolder } from './collect.ts';
import type { TrustSubject } from './subject.ts';

/**
 * What commits of started features add that would run in their worktrees: settings and hooks on the feature branches,
 * from which new worktrees are cut, and on the agents' branches.
 */
export async function workItems(subject: TrustSubject): Promise<TrustItem[]> {
  const items: TrustItem[] = [];
  const features = await listJournals(subject.commonDir);
  const hooks = features.length > 0 ? await hooksFolder(subject) : null;
  for (const feature of features) {
    const { agents } = foldJournal(await openJournal(subject.commonDir, feature).read());
    const live = [...agents.values()].filter(
      ({ worktree: phase }) => phase !== 'removed' && phase !== 'cancelled',
    );
    for (const branch of [featureBranch(feature), ...live.map((agent) => agent.branch)]) {
      const tip =
        (await tipInProcess(subject.commonDir, branch)) ?? (await branchTip(subject, branch));
      if (tip) items.push(...(await commitItems(subject, { commit: tip, label: branch, hooks })));
    }
  }
  return items;
}

/** By commit and hooks folder; the content of a commit never changes. */
const ITEMS: Kind<readonly TrustItem[]> = { most: 100 };

interface Place {
  readonly commit: string;
  /** Shown with each item. */
  readonly label: string;
  /** The repository's `core.hooksPath`. */
  readonly hooks: string | null;
}

async function commitItems(
  subject: TrustSubject,
  { commit, label, hooks }: Place,
): Promise<readonly TrustItem[]> {
  const known = subject.memory.of(ITEMS);
  const key = [commit, hooks, label].join('\0');
  const before = known.get(key);
  if (before) return before;
  const folder = hooks === null || posix.isAbsolute(hooks) ? [] : [`${posix.normalize(hooks)}/`];
  const entries = await runListing(treeEntries(commit, '--', ...AGENT_FILES, ...folder), {
    cwd: subject.path,
    env: { GIT_LITERAL_PATHSPECS: '1' },
  });
  const items: TrustItem[] = [];
  for (const { mode, kind, oid, path } of entries) {
    if (kind !== 'blob' || mode === '120000') continue;
    const settings = AGENT_FILES.includes(path);
    if (!settings && mode !== '100755') continue;
    const { stdout: text } = await runGit(['cat-file', 'blob', oid], {
      cwd: subject.path,
      reads: true,
    });
    items.push({ kind: settings ? 'claude-settings' : 'hook', where: `${label}: ${path}`, text });
  }
  known.set(key, items);
  return items;
}

/** Items whose text is not among the known ones under the same file name. */
export function beyond(known: readonly TrustItem[], items: readonly TrustItem[]): TrustItem[] {
  const seen = new Set(known.map(sameness));
  return items.filter((item) => {
    const same = sameness(item);
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}

function sameness({ kind, where, text }: TrustItem): string {
  return [kind, posix.basename(where), text].join('\0');
}
