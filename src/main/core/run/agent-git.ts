import { stat } from 'node:fs/promises';
import { type ChangedFile, changedSince, countCommits, ownChanges } from '../git/history.ts';
import { branchTip } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { readStatus } from '../git/status.ts';
import type { AgentFacts } from './fold.ts';

/** What git says of an agent's branch and worktree at one moment. */
export interface AgentGit {
  /** The worktree is where the journal says. */
  readonly there: boolean;
  readonly head: string | null;
  readonly commits: number;
  /** Null where git could not tell. */
  readonly dirty: boolean | null;
  readonly changed: readonly ChangedFile[];
  /** Tracked or new files with uncommitted changes. */
  readonly uncommitted: readonly string[];
  /** The changed files that this agent changed itself, not by merging another branch. */
  readonly own: readonly string[];
}

/** Reads one agent's facts. A worktree that git cannot read is unknown, never clean. */
export async function readAgentGit(repo: Repository, facts: AgentFacts): Promise<AgentGit> {
  const info = await stat(facts.path).catch(() => null);
  if (!info?.isDirectory()) {
    const head = await branchTip(repo, facts.branch);
    const commits = head ? await countCommits(repo.path, { base: facts.base, head }) : 0;
    return { there: false, head, commits, dirty: null, changed: [], uncommitted: [], own: [] };
  }
  try {
    const status = await readStatus(facts.path);
    const range = status.head ? { base: facts.base, head: status.head } : null;
    const [commits, changed, committed] = await Promise.all([
      range ? countCommits(facts.path, range) : 0,
      changedSince(facts.path, facts.base),
      range ? ownChanges(facts.path, range) : [],
    ]);
    const uncommitted = [...status.changed, ...status.untracked];
    const touched = new Set([...committed, ...uncommitted]);
    return {
      there: true,
      head: status.head,
      commits,
      dirty: status.dirty || status.operation !== null,
      changed,
      uncommitted,
      own: changed.map((file) => file.path).filter((path) => touched.has(path)),
    };
  } catch {
    // Gone, unreadable or slow beyond the limit meanwhile: not known, and the next look may tell.
    const head = await branchTip(repo, facts.branch).catch(() => null);
    return { there: true, head, commits: 0, dirty: null, changed: [], uncommitted: [], own: [] };
  }
}
