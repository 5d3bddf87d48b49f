import { stat } from 'node:fs/promises';
import { changedPathsSince } from '../git/changed-paths.ts';
import {
  type ChangedFile,
  changedSince,
  commitsSince,
  countCommits,
  ownChanges,
} from '../git/history.ts';
import type { CommitLine } from '../git/listings.ts';
import { branchTip } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { readStatus, type WorktreeStatus } from '../git/status.ts';
import type { AgentFacts } from '../journal/facts.ts';
import { readOwners } from '../journal/owned-worktrees.ts';

/** Newest commits shown on a card. */
const RECENT = 10;

/** The git status of an agent's branch and worktree at one moment. */
export interface AgentGit {
  /** The worktree exists where the journal says. */
  readonly there: boolean;
  readonly head: string | null;
  readonly commits: number;
  /** The newest own commits, newest first. */
  readonly recent: readonly CommitLine[];
  /** Commits behind the feature branch; null when git could not tell. */
  readonly behind: number | null;
  /** When git was asked, while it is being asked again; absent when current. */
  readonly asOf?: number;
  /** The branch checked out in the worktree when that is not the agent's own; empty for a detached HEAD. */
  readonly onBranch?: string;
  /** Null where git could not tell. */
  readonly dirty: boolean | null;
  readonly changed: readonly ChangedFile[];
  /** Tracked or new files with uncommitted changes. */
  readonly uncommitted: readonly string[];
  /** Files this agent changed itself, not by merging another branch. */
  readonly own: readonly string[];
}

/** Depends only on commits: read again when HEAD or the feature branch has moved. */
interface History {
  readonly head: string;
  readonly feature: string | null;
  readonly continues: string | null;
  readonly commits: number;
  readonly recent: readonly CommitLine[];
  readonly behind: number | null;
  readonly own: readonly string[];
}

/** One reading of an agent's worktree, kept for updating file by file. */
export interface Reading {
  readonly git: AgentGit;
  readonly history: History | null;
  readonly status: WorktreeStatus | null;
}

export interface Where {
  readonly facts: AgentFacts;
  /** Tip of the feature branch. */
  readonly feature: string | null;
  /** Tip of the branch it continues from, whose commits are not its own. */
  readonly continues?: string | null;
}

/**
 * Reads all facts of one agent. A worktree that git cannot read is unknown, never clean. The agent's work is what is on
 * its branch, whatever is checked out in its worktree.
 */
export async function readAgentGit(
  repo: Repository,
  where: Where,
  before: Reading | null = null,
): Promise<Reading> {
  const { facts } = where;
  if (!(await hasWorktree(facts))) return readBranch(repo, facts);
  try {
    const [status, changed] = await Promise.all([
      readStatus(facts.path),
      changedSince(facts.path, facts.base),
    ]);
    if (isElsewhere(status, facts)) return await readElsewhere(repo, where, status);
    return compose(status, changed, await readHistory(where, status.head, before?.history ?? null));
  } catch {
    // Gone, unreadable or too slow meanwhile: unknown until the next look.
    const head = await branchTip(repo, facts.branch).catch(() => null);
    return unread({ there: true, head, commits: 0 });
  }
}

/**
 * Updates a reading by looking only at files that may have changed. Null when that is not enough: HEAD moved, an
 * operation is in progress, or there is no earlier reading.
 */
export async function updateAgentGit(
  where: Where,
  before: Reading,
  paths: readonly string[],
): Promise<Reading | null> {
  const { facts } = where;
  const { status: known, history } = before;
  if (!known || !history || known.operation || history.feature !== where.feature) return null;
  if (history.continues !== (where.continues ?? null)) return null;
  try {
    const [part, numbers] = await Promise.all([
      readStatus(facts.path, { paths }),
      changedPathsSince(facts.path, facts.base, paths),
    ]);
    if (part.head !== known.head || part.operation || numbers === null) return null;
    if (isElsewhere(part, facts)) return null;
    const elsewhere = (path: string) =>
      !paths.some((changed) => path === changed || path.startsWith(`${changed}/`));
    const merged = (of: 'changed' | 'staged' | 'untracked' | 'conflicted') =>
      [...known[of].filter(elsewhere), ...part[of]].sort();
    const status: WorktreeStatus = {
      ...part,
      changed: merged('changed'),
      staged: merged('staged'),
      untracked: merged('untracked'),
      conflicted: merged('conflicted'),
    };
    const files = status.changed.length + status.untracked.length + status.conflicted.length;
    const changed = [...before.git.changed.filter(({ path }) => elsewhere(path)), ...numbers].sort(
      (a, b) => (a.path < b.path ? -1 : 1),
    );
    return compose({ ...status, dirty: files > 0 }, changed, history);
  } catch {
    return null;
  }
}

/** Whether the folder is still this agent's worktree: after removal another one may be there. */
export async function hasWorktree({ worktree: phase, path }: AgentFacts): Promise<boolean> {
  if (phase === 'removed') return false;
  const info = await stat(path).catch(() => null);
  return info?.isDirectory() ?? false;
}

/** Reads the branch of an agent without a worktree. */
async function readBranch(repo: Repository, facts: AgentFacts): Promise<Reading> {
  const head = await branchTip(repo, facts.branch);
  const own = head ? await commitsSince(repo.path, { base: facts.base, head }) : [];
  return unread({ there: false, head, commits: own.length });
}

/** During a rebase and the like, git detaches HEAD from the branch. */
function isElsewhere({ branch, operation }: WorktreeStatus, facts: AgentFacts): boolean {
  return branch !== facts.branch && !(branch === null && operation !== null);
}

/**
 * Commits come from the agent's branch; uncommitted files belong to another branch, so for this one they are unknown.
 */
async function readElsewhere(
  repo: Repository,
  where: Where,
  { branch }: WorktreeStatus,
): Promise<Reading> {
  const head = await branchTip(repo, where.facts.branch);
  const { owned } = await readOwners(repo);
  const isTaken = owned.some(
    (other) => other.path === where.facts.path && other.branch === branch && other.state !== 'gone',
  );
  if (isTaken) return readBranch(repo, where.facts);
  const history = await readHistory(where, head, null);
  const { commits = 0, recent = [], behind = null } = history ?? {};
  const { git } = unread({ there: true, head, commits });
  return { git: { ...git, recent, behind, onBranch: branch ?? '' }, history, status: null };
}

function compose(
  status: WorktreeStatus,
  changed: readonly ChangedFile[],
  history: History | null,
): Reading {
  const uncommitted = [...status.changed, ...status.untracked];
  const touched = new Set([...(history?.own ?? []), ...uncommitted]);
  return {
    status,
    history,
    git: {
      there: true,
      head: status.head,
      commits: history?.commits ?? 0,
      recent: history?.recent ?? [],
      behind: history?.behind ?? null,
      dirty: status.dirty || status.operation !== null,
      changed,
      uncommitted,
      own: changed.map((file) => file.path).filter((path) => touched.has(path)),
    },
  };
}

async function readHistory(
  { facts, feature, continues = null }: Where,
  head: string | null,
  known: History | null,
): Promise<History | null> {
  if (head === null) return null;
  const same = known?.head === head && known.continues === continues;
  if (same && known.feature === feature) return known;
  const range = { base: facts.base, head };
  const [own, log, behind] = await Promise.all([
    same ? known.own : ownChanges(facts.path, range),
    same ? null : commitsSince(facts.path, { ...range, without: continues }),
    feature === null ? null : countCommits(facts.path, { base: head, head: feature }),
  ]);
  return {
    head,
    feature,
    continues,
    own,
    commits: log?.length ?? known?.commits ?? 0,
    recent: log?.slice(0, RECENT) ?? known?.recent ?? [],
    behind,
  };
}

/** Facts that were not read, or could not be: unknown, never clean. */
export function unread(facts: Pick<AgentGit, 'there' | 'head' | 'commits'>): Reading {
  const nothing = { recent: [], behind: null, dirty: null, changed: [], uncommitted: [], own: [] };
  return { git: { ...facts, ...nothing }, history: null, status: null };
}
