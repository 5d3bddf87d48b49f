import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, ProjectView } from '../../../shared/contract/project.ts';
import { findGit } from '../git/binary.ts';
import { readHead, stateFolder } from '../git/repository.ts';
import { describePlanFiles } from '../plan/files.ts';
import type { Project } from './project.ts';

/** Marks a repository that the app made for the demo, in its state folder. */
export const DEMO_MARK = 'demo.json';

/** What the app found in a project. Machine checks are made once by the caller. */
export async function projectView(
  project: Project,
  checks: readonly Check[],
): Promise<ProjectView> {
  const { repo } = project;
  const [head, plans, trust, git, root, demo] = await Promise.all([
    readHead(repo.path),
    describePlanFiles(repo.path),
    project.trust.show(repo),
    findGit(),
    project.worktreeRoot(),
    stat(join(stateFolder(repo), DEMO_MARK)).catch(() => null),
  ]);
  return {
    id: repo.id,
    name: repo.name,
    path: repo.path,
    worktreeRoot: root,
    branch: head.branch,
    head: head.oid,
    gitVersion: git.version,
    checks: [...checks],
    plans,
    trusted: trust.trusted,
    demo: demo !== null,
  };
}
