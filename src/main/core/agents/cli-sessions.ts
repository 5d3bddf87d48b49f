import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type {
  FoundBackground,
  FoundConversation,
  SessionView,
} from '../../../shared/contract/session.ts';
import { CoreFailure, expectedFailure } from '../failure.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';

/** Sessions in this project's folders that the CLI knows of and the app did not start. */
export async function foundSessions(run: FeatureRun): Promise<{
  conversations: FoundConversation[];
  background: FoundBackground[];
  problem: string | null;
}> {
  const { project } = run;
  const agents = [...(await run.facts()).agents];
  const conversations = await Promise.all(
    agents.map(async ([agent, { path }]) => {
      const there = await stat(path).catch(() => null);
      return there ? project.sessions.conversations({ agent, cwd: path }) : [];
    }),
  );
  const background = await backgroundHere(project).catch((thrown: unknown) => {
    const failure = expectedFailure(thrown);
    if (!failure) throw thrown;
    return failure;
  });
  return {
    conversations: conversations.flat().sort((a, b) => b.at - a.at),
    background: Array.isArray(background) ? background : [],
    problem: Array.isArray(background) ? null : background.message,
  };
}

async function backgroundHere(project: ProjectContext): Promise<FoundBackground[]> {
  const sessions = await project.sessions.backgrounds();
  if (sessions.length === 0) return [];
  const folders = (await worktreeEntries(project.repo)).map(({ path }) => path);
  const real = await Promise.all(folders.map((path) => realpath(path).catch(() => path)));
  return sessions.filter(({ cwd }) =>
    real.some((folder) => cwd === folder || cwd.startsWith(folder + sep)),
  );
}

/**
 * Resumes an earlier conversation of an agent's worktree at the next start. The current conversation stays in the CLI's
 * files. Fails with `session.running`, `session.noConversation`, `run.notStarted`.
 */
export async function adoptConversation(
  run: FeatureRun,
  { agent, conversation }: { readonly agent: string; readonly conversation: string },
): Promise<void> {
  const { project } = run;
  const facts = (await run.facts()).agents.get(agent);
  const running = project.sessions
    .list(project.repo.id, run.feature)
    .some((session) => session.agent === agent && session.alive);
  if (running) {
    throw new CoreFailure({
      code: 'session.running',
      message: `"${agent}" has a session that runs in another conversation.`,
      data: { agent },
    });
  }
  const adopted = facts && (await project.sessions.adopt({ agent, cwd: facts.path }, conversation));
  if (!adopted) {
    throw new CoreFailure({
      code: 'session.noConversation',
      message: `The worktree of "${agent}" has no such conversation.`,
      remedy: 'Refresh the list.',
      data: { agent, conversation },
    });
  }
}

/** Opens a terminal on a background session of the CLI. Fails with `session.noBackground`, `trust.required`. */
export async function attachBackground(run: FeatureRun, id: string): Promise<SessionView> {
  const { project } = run;
  const found = (await backgroundHere(project)).find((one) => one.id === id);
  if (!found) {
    throw new CoreFailure({
      code: 'session.noBackground',
      message: 'This background session is no longer there.',
      data: { id },
    });
  }
  await project.trust.require(project.repo, 'A session');
  const agent = `background-${id}`;
  const running = project.sessions
    .list(project.repo.id, run.feature)
    .find((session) => session.agent === agent && session.alive);
  if (running) return running;
  return project.sessions.start({
    project: project.repo.id,
    feature: run.feature,
    agent,
    spec: { role: 'background', runs: 'claude', title: found.name },
    cwd: found.cwd,
    briefing: '',
    attach: id,
    env: {},
  });
}
