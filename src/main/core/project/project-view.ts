import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, ProjectView } from '../../../shared/contract/project.ts';
import { findGit } from '../git/binary.ts';
import { readHead, stateFolder } from '../git/repository.ts';
import { describePlanFiles } from '../plan/files.ts';
import type { Project } from './project.ts';

/** File in the state folder that marks a demo repository. */
export const DEMO_MARK = 'demo.json';

/** The view of a project. The caller makes the machine checks once. */
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
