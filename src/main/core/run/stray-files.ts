import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { AgentView } from '../../../shared/contract/run.ts';
import type { RunFacts, StrayFact } from '../journal/facts.ts';
import { log } from '../log.ts';
import { integrationPath } from '../worktree/names.ts';
import type { FeatureRun, ProjectContext } from './project-context.ts';

/** A folder outside a session's own, by the key of its agent, `integration` or `main`. */
interface Place {
  readonly owner: string;
  readonly path: string;
}

/**
 * Files that sessions report having changed in another agent's worktree, the integration worktree or the main checkout,
 * and that are not in the journal yet. Changes elsewhere on the disk are allowed.
 */
async function newStrays(
  project: ProjectContext,
  feature: string,
  facts: RunFacts,
): Promise<StrayFact[]> {
  const told = project.sessions
    .list(project.repo.id, feature)
    // Until a worktree is ready, reports are from a session in an earlier one.
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

/** All known stray files, in the journal or not. */
export async function findStrays(
  project: ProjectContext,
  feature: string,
  facts: RunFacts,
): Promise<readonly StrayFact[]> {
  return [...facts.strays, ...(await newStrays(project, feature, facts))];
}

/** Writes new stray files into the journal, so that they outlive the session that reported them. */
export async function noteStrays(run: FeatureRun): Promise<void> {
  const { project } = run;
  for (const { at: _, ...stray } of await newStrays(project, run.feature, await run.facts())) {
    log.info(`${stray.agent} wrote ${stray.path} in the folder of ${stray.owner}`);
    await run.journal.append({ kind: 'session.strayed', ...stray });
  }
}

/** Stray files that prevent agents from being merged: their writes into others' worktrees, and others' into theirs. */
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

/** Innermost folders first: worktrees may be inside the main checkout. */
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

/** Resolves symbolic links as far as the path exists: a file may be gone again. */
async function real(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return realpath(path).catch(async () => join(await real(parent), basename(path)));
}
