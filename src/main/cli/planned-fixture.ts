import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from '../../../e2e/support/workspace.ts';
import { runHere, trustHere } from './here-fixture.ts';

/** For tests: a repository of this name with the plan of the feature `f`, and the command line in it. */
export async function plannedHere(
  workspace: Workspace,
  name: string,
  nodes: { readonly agents: string; readonly syncs: string },
) {
  const path = await workspace.repository(name, { 'a.txt': 'a\n' });
  await workspace.git(path, 'branch', '-M', 'main');
  await mkdir(join(path, 'plans'), { recursive: true });
  const plan = (agents: string) =>
    writeFile(
      join(path, 'plans/f.plan.yaml'),
      `version: 1\nfeature: f\nbase: main\nagents:\n${agents}\nsyncs:\n${nodes.syncs}\n`,
    );
  await plan(nodes.agents);
  const run = (...words: readonly string[]) => runHere(workspace, path, words);
  const json = async (...words: readonly string[]) => {
    const { code, stdout } = await run(...words, '--json');
    return { code, ...JSON.parse(stdout) };
  };
  const worktree = (agent: string) => join(workspace.folder, `${name}-${agent}`);
  return {
    path,
    plan,
    run,
    json,
    worktree,
    /** The built command line, in a process of its own. */
    alone: (...words: readonly string[]) => workspace.cli(path, ...words),
    trust: () => trustHere(workspace, path),
    start: (...targets: readonly string[]) => json('start', ...targets, '--worktrees-only'),
    git: (...words: readonly string[]) => workspace.git(path, ...words),
    /** Commits in an agent's worktree; gives the commit. */
    async work(agent: string, files: Readonly<Record<string, string>>) {
      for (const [file, text] of Object.entries(files))
        await writeFile(join(worktree(agent), file), text);
      await workspace.git(worktree(agent), 'add', '-A');
      await workspace.git(worktree(agent), 'commit', '--quiet', '-m', `Work of ${agent}`);
      return (await workspace.git(worktree(agent), 'rev-parse', 'HEAD')).trim();
    },
    async states() {
      const { agents } = await json('status');
      return Object.fromEntries(
        agents.map((agent: { name: string; state: string; waitsFor?: string }) => [
          agent.name,
          agent.waitsFor ? `${agent.state}: ${agent.waitsFor}` : agent.state,
        ]),
      );
    },
  };
}
