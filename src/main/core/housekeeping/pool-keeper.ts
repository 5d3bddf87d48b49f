import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { CoreFailure } from '../failure.ts';
import { Limit } from '../git/limit.ts';
import type { Repository } from '../git/repository.ts';
import { foldJournal } from '../journal/facts.ts';
import { openJournal } from '../journal/journal.ts';
import { journalsChanged } from '../journal/journals-watch.ts';
import { log } from '../log.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { featureBase } from '../worktree/feature-branch.ts';
import { isOver, knownPlans } from '../worktree/leftover-reason.ts';
import { readPool } from '../worktree/pool.ts';
import { fillPool } from '../worktree/pool-fill.ts';
import { emptyTrash } from '../worktree/remove.ts';

/** Tracked files from which a pool is worthwhile: smaller repositories are checked out in no time. */
const LARGE = 5_000;
const MOST = 10;
/** Milliseconds to wait after a journal entry, which is often followed by more. */
const QUIET_MS = 2_000;
const DAY_MS = 24 * 3600 * 1000;

interface Wanted {
  readonly wanted: number;
  /** Null when no plan has agents for it. */
  readonly base: string | null;
}

/** Number of fresh worktrees that a project should have, and their commit. */
export async function wantedPool(project: ProjectContext): Promise<Wanted> {
  const { repo } = project;
  const { pool } = await project.config();
  if (pool === 0) return { wanted: 0, base: null };
  if (pool === undefined && (await trackedFiles(repo)) < LARGE) return { wanted: 0, base: null };
  let largest = 0;
  let newest = -1;
  let base: string | null = null;
  for (const plan of (await knownPlans(repo.path)).plans.values()) {
    const entries = await openJournal(repo.commonDir, plan.feature).read();
    if (isOver(plan, foldJournal(entries))) continue;
    const sizes = derivePhases(plan).map(({ agents }) => agents.length);
    largest = Math.max(largest, ...sizes);
    const at = entries.at(-1)?.at ?? 0;
    if (at <= newest) continue;
    try {
      base = (await featureBase(repo, plan)).commit;
      newest = at;
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
    }
  }
  return { wanted: base === null ? 0 : (pool ?? Math.min(MOST, largest)), base };
}

/** Number of entries in the main checkout's index, from its header, without running git. */
async function trackedFiles(repo: Repository): Promise<number> {
  const file = await open(join(repo.commonDir, 'index')).catch(() => null);
  if (!file) return 0;
  try {
    const header = Buffer.alloc(12);
    await file.read(header, 0, header.length, 0);
    return header.readUInt32BE(8);
  } finally {
    await file.close();
  }
}

/** Existing and wanted worktrees of the pool, for a listing. */
export async function poolState(
  project: ProjectContext,
): Promise<{ readonly wanted: number; readonly ready: number }> {
  const entries = await readPool(project.repo, await project.worktreeRoot());
  const { wanted } = await wantedPool(project);
  return { wanted, ready: entries.filter(({ ready }) => ready).length };
}

/**
 * While a project is open, keeps its pool filled in the background: now, and after every change of a run. Also empties
 * the trash of expired worktrees once a day. Returns a function that stops it and cancels work in progress.
 */
export function keepPool(project: ProjectContext): () => Promise<void> {
  const stop = new AbortController();
  const turns = new Limit(1);
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();
  const look = () => {
    last = turns.run(async () => {
      if (!stop.signal.aborted) await fill(project, stop.signal);
    });
  };
  const soon = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS);
    timer.unref();
  };
  const daily = setInterval(() => void tidy(project), DAY_MS);
  daily.unref();
  const watching = journalsChanged(project.repo, soon);
  void tidy(project);
  soon();
  return async () => {
    stop.abort();
    clearInterval(daily);
    if (timer) clearTimeout(timer);
    (await watching)();
    await last;
  };
}

async function fill(project: ProjectContext, signal: AbortSignal): Promise<void> {
  try {
    const root = await project.worktreeRoot();
    const { wanted, base } = await wantedPool(project);
    const there = await readPool(project.repo, root);
    if (wanted === 0 && there.length === 0) return;
    const at = base ?? project.repo.head;
    if (at !== null) await fillPool(project.repo, { root, wanted, base: at, signal });
  } catch (error) {
    // A broken configuration or plan is reported in the editor; the pool can wait.
    if (!signal.aborted) log.error('the pool could not be kept', error);
  }
}

async function tidy(project: ProjectContext): Promise<void> {
  try {
    await emptyTrash(project.repo);
  } catch (error) {
    log.error('the trash could not be emptied', error);
  }
}
