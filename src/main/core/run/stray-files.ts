import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { AgentView } from '../../../shared/contract/run.ts';
import type { RunFacts, StrayFact } from '../journal/facts.ts';
import { log } from '../log.ts';
import { integrationPath } from '../worktree/names.ts';
import type { FeatureRun, ProjectContext } from './project-context.ts';

/** A folder that a session has no business in, by the key of its agent, `integration` or `main`. */
interface Place {
  readonly owner: string;
  readonly path: string;
}

/**
 * Files that sessions say they have changed in another agent's worktree, where candidates are merged, or in the main
 * checkout, and that the journal does not know yet. Elsewhere on the disk a session may write what it likes.
 */
async function newStrays(
  project: ProjectContext,
  feature: string,
  facts: RunFacts,
): Promise<StrayFact[]> {
  const told = project.sessions
    .list(project.repo.id, feature)
    // Until it is ready, what is told is of a session from before it was made anew.
    .filter(
      ({ agent, strays }) => strays.length > 0 && facts.agents.get(agent)?.worktree === 'ready',
    );
  if (told.length === 0) return [];
  const places = await placesOf(project, facts);
  const found: StrayFact[] = [];
  for (const { agent, strays } of told) {
    for (const { path, at } of strays) {
      const stray = placed(places, await real(path));
      if (!stray || stray.owner === agent) continue;
      const known = facts.strays.some(
        (other) =>
          other.agent === agent && other.owner === stray.owner && other.path === stray.path,
      );
      if (!known) found.push({ agent, ...stray, at });
    }
  }
  return found;
}

/** All that is known, whether the journal has it yet or not. */
export async function findStrays(
  project: ProjectContext,
  feature: string,
  facts: RunFacts,
): Promise<readonly StrayFact[]> {
  return [...facts.strays, ...(await newStrays(project, feature, facts))];
}

/** Writes what is new into the journal: it has to outlive the session that told it. */
export async function noteStrays(run: FeatureRun): Promise<void> {
  const { project } = run;
  for (const { at: _, ...stray } of await newStrays(project, run.feature, await run.facts())) {
    log.info(`${stray.agent} wrote ${stray.path} in the folder of ${stray.owner}`);
    await run.journal.append({ kind: 'session.strayed', ...stray });
  }
}

/** What keeps agents from being merged: their own writes into others' worktrees, and others' writes into theirs. */
export function straysBetween(
  agents: readonly AgentView[],
  merging: readonly AgentView[],
): readonly { readonly by: string; readonly owner: string; readonly path: string }[] {
  const takesPart = (key: string) => merging.some((agent) => agent.name === key);
  const title = (key: string) => agents.find((agent) => agent.name === key)?.title ?? key;
  return agents.flatMap((agent) =>
    agent.strays
      .filter(({ owner }) => owner !== 'main' && (takesPart(agent.name) || takesPart(owner)))
      .map(({ owner, path }) => ({ by: agent.title, owner: title(owner), path })),
  );
}

/** The innermost folder first: worktrees may lie within the main checkout. */
async function placesOf(project: ProjectContext, facts: RunFacts): Promise<readonly Place[]> {
  const { repo } = project;
  const places: Place[] = [
    ...[...facts.agents].map(([owner, { path }]) => ({ owner, path })),
    { owner: 'integration', path: integrationPath(repo, await project.worktreeRoot()) },
    { owner: 'main', path: repo.path },
  ];
  const there = await Promise.all(
    places.map(async ({ owner, path }) => ({ owner, path: await real(path) })),
  );
  return there.sort((a, b) => b.path.length - a.path.length);
}

function placed(
  places: readonly Place[],
  path: string,
): { readonly owner: string; readonly path: string } | null {
  const place = places.find((candidate) => path.startsWith(candidate.path + sep));
  return place
    ? { owner: place.owner, path: relative(place.path, path).split(sep).join('/') }
    : null;
}

/** Links resolved as far as the path is there: a file may be gone again. */
async function real(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return realpath(path).catch(async () => join(await real(parent), basename(path)));
}
