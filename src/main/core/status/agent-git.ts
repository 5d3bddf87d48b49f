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

/** Newest commits that a card shows. */
const RECENT = 10;

/** What git says of an agent's branch and worktree at one moment. */
export interface AgentGit {
  /** The worktree is where the journal says. */
  readonly there: boolean;
  readonly head: string | null;
  readonly commits: number;
  /** The newest own commits, newest first. */
  readonly recent: readonly CommitLine[];
  /** Commits of the feature branch that it lacks; null where git could not tell. */
  readonly behind: number | null;
  /** When git was asked, while it is being asked again; absent when all of this holds now. */
  readonly asOf?: number;
  /** The branch that the worktree is on where that is not the agent's own; empty for none. */
  readonly onBranch?: string;
  /** Null where git could not tell. */
  readonly dirty: boolean | null;
  readonly changed: readonly ChangedFile[];
  /** Tracked or new files with uncommitted changes. */
  readonly uncommitted: readonly string[];
  /** The changed files that this agent changed itself, not by merging another branch. */
  readonly own: readonly string[];
}

/** What depends on commits alone: read again only when HEAD or the feature branch has moved. */
interface History {
  readonly head: string;
  readonly feature: string | null;
  readonly continues: string | null;
  readonly commits: number;
  readonly recent: readonly CommitLine[];
  readonly behind: number | null;
  readonly own: readonly string[];
}

/** One reading of an agent's worktree, kept to be brought up to date file by file. */
export interface Reading {
  readonly git: AgentGit;
  readonly history: History | null;
  readonly status: WorktreeStatus | null;
}

export interface Where {
  readonly facts: AgentFacts;
  /** Tip of the feature branch. */
  readonly feature: string | null;
  /** Tip of the branch of the agent that it continues from: commits that are there too are not its own. */
  readonly continues?: string | null;
}

/**
 * Reads one agent's facts whole. A worktree that git cannot read is unknown, never clean. The agent's work is what its
 * branch holds, whatever is checked out at its path.
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
    // Gone, unreadable or slow beyond the limit meanwhile: not known, and the next look may tell.
    const head = await branchTip(repo, facts.branch).catch(() => null);
    return unread({ there: true, head, commits: 0 });
  }
}

/**
 * Brings a reading up to date by looking at the files alone that may have changed. Null when that is not enough: HEAD
 * moved, an operation is under way, or there is nothing to build on.
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

/** Whether a folder is where the agent works: that of a removed worktree may be another's by now. */
export async function hasWorktree({ worktree: phase, path }: AgentFacts): Promise<boolean> {
  if (phase === 'removed') return false;
  const info = await stat(path).catch(() => null);
  return info?.isDirectory() ?? false;
}

/** The work of an agent without a worktree. */
async function readBranch(repo: Repository, facts: AgentFacts): Promise<Reading> {
  const head = await branchTip(repo, facts.branch);
  const own = head ? await commitsSince(repo.path, { base: facts.base, head }) : [];
  return unread({ there: false, head, commits: own.length });
}

/** In the middle of a rebase and the like, git leaves the branch for a while. */
function isElsewhere({ branch, operation }: WorktreeStatus, facts: AgentFacts): boolean {
  return branch !== facts.branch && !(branch === null && operation !== null);
}

/** Commits are those of the agent's branch; what is uncommitted belongs to another one, so of this one it is unknown. */
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

/** What was not read, or could not be: unknown, never clean. */
export function unread(facts: Pick<AgentGit, 'there' | 'head' | 'commits'>): Reading {
  const nothing = { recent: [], behind: null, dirty: null, changed: [], uncommitted: [], own: [] };
  return { git: { ...facts, ...nothing }, history: null, status: null };
}
