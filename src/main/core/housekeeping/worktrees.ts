import { resolve } from 'node:path';
import type { TrashView, WorktreeView } from '../../../shared/contract/worktrees.ts';
import { featureBranch } from '../../../shared/names.ts';
import { chooseAgents } from '../agents/targets.ts';
import { foldJournal } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { startFacts } from '../run/start-waits.ts';
import { unknownAgent } from '../run/unknown-agent.ts';
import { adoptWorktree } from '../worktree/adopt-worktree.ts';
import { featureBase } from '../worktree/feature-branch.ts';
import { listWorktrees } from '../worktree/list.ts';
import { moveWorktree } from '../worktree/move.ts';
import { type RepairResult, repairWorktrees } from '../worktree/repair.ts';
import { listTrash } from '../worktree/trash-list.ts';
import { busyWorktrees } from './clean-up.ts';
import { poolState } from './pool-keeper.ts';

/** All worktrees, and those that can be restored. `sizesMs`: time limit for measuring; a later call continues. */
export async function listAll(
  project: ProjectContext,
  {
    signal,
    sizesMs,
  }: { readonly signal?: AbortSignal | undefined; readonly sizesMs?: number } = {},
): Promise<{
  worktrees: WorktreeView[];
  trash: TrashView[];
  pool: { wanted: number; ready: number };
}> {
  const root = await project.worktreeRoot();
  const [worktrees, trash, pool] = await Promise.all([
    listWorktrees(project.repo, { root, signal, ...(sizesMs === undefined ? {} : { sizesMs }) }),
    listTrash(project.repo, sizesMs),
    poolState(project),
  ]);
  return { worktrees, trash, pool };
}

/** Assigns an existing worktree to an agent that can start and has none. See `adoptWorktree`. */
export async function adoptForAgent(
  project: ProjectContext,
  journal: Journal,
  { path, agent }: { readonly path: string; readonly agent: string },
): Promise<WorktreeView> {
  const { plan } = await project.plan(journal.feature);
  const facts = foldJournal(await journal.read());
  if (!Object.hasOwn(plan.agents, agent)) throw unknownAgent(agent, Object.keys(plan.agents));
  const {
    chosen: [chosen],
  } = chooseAgents(await startFacts(project, plan, facts), [agent]);
  const waits = chosen?.agent.after ?? [];
  await adoptWorktree(project.repo, journal, {
    path,
    agent,
    from: (await featureBase(project.repo, plan)).commit,
    featureBranch: featureBranch(plan.feature),
    holds: waits.flatMap((sync) => facts.syncs.get(sync)?.landed?.commit ?? []),
    root: await project.worktreeRoot(),
  });
  return viewOf(project, resolve(path));
}

/** Moves an agent's worktree in which no session runs. See `moveWorktree`. */
export async function moveInProject(
  project: ProjectContext,
  move: { readonly path: string; readonly to: string },
): Promise<WorktreeView> {
  const busy = await busyWorktrees(project);
  const inUse = (path: string) => busy.get(path) ?? null;
  return viewOf(project, await moveWorktree(project.repo, move, { inUse }));
}

/** See `repairWorktrees`. */
export async function repairProject(
  project: ProjectContext,
  paths: readonly string[],
): Promise<RepairResult> {
  return repairWorktrees(project.repo, { paths, root: await project.worktreeRoot() });
}

async function viewOf(project: ProjectContext, path: string): Promise<WorktreeView> {
  const root = await project.worktreeRoot();
  const views = await listWorktrees(project.repo, { root });
  const view = views.find((found) => found.path === path);
  if (!view) throw new Error(`${path} is not listed after it was changed`);
  return view;
}
