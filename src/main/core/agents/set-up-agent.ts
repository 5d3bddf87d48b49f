import { setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '../../../shared/contract/common.ts';
import { CoreFailure } from '../failure.ts';
import { Limit } from '../git/limit.ts';
import { tryLock } from '../git/lock.ts';
import type { Repository } from '../git/repository.ts';
import { foldJournal } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { setUpLock, setUpLogPath } from '../worktree/set-up-script.ts';
import { portEnvironment } from './port.ts';
import { prepareWorktree } from './prepare-worktree.ts';

/** More package managers at once only compete for disk and network. */
const setUps = new Limit(2);
const LOCK_TRIES = 10;
const LOCK_PAUSE_MS = 50;

export interface SetUpOptions {
  readonly agent: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

interface SetUpResult {
  readonly exit: number;
  /** Notes for the person, including the last lines of a failure. */
  readonly notes: readonly string[];
}

/**
 * Runs the set-up of an agent's worktree (again): the configured command, after trust, at most two at once, with the
 * result in the journal. Null while another process does so. Throws `run.notStarted` and `trust.required`.
 */
export async function setUpAgent(
  project: ProjectContext,
  journal: Journal,
  { agent, signal, onProgress }: SetUpOptions,
): Promise<SetUpResult | null> {
  const { repo } = project;
  const { setup = null } = await project.config();
  if (setup !== null) await project.trust.require(repo, 'The set-up script');
  const { trusted } = await project.trust.show(repo);
  const env = await portEnvironment(repo, journal.feature, agent);
  const done = await lockSoon(repo, setUpLock(journal.feature, agent), () =>
    setUps.run(async () => {
      const facts = foldJournal(await journal.read()).agents.get(agent);
      if (!facts || facts.worktree === 'cancelled' || facts.worktree === 'removed')
        throw notStarted(agent);
      const { feature } = journal;
      const { exit, last, notes } = await prepareWorktree(repo, facts.path, {
        setup,
        trusted,
        env,
        signal,
        onOutput: (text) => onProgress?.({ kind: 'log', source: agent, text }),
        onCopied: (count, total) =>
          onProgress?.({ kind: 'step', step: 'include', target: agent, done: count, total }),
        log: setUpLogPath(repo, feature, agent),
      });
      if (setup !== null) await journal.append({ kind: 'agent.setup', agent, exit });
      if (exit === 0) {
        await journal.append({ kind: 'agent.ready', agent });
        return { exit, notes };
      }
      const message = failed(exit, last);
      await journal.append({ kind: 'agent.failed', agent, message });
      return { exit, notes: [...notes, message] };
    }),
  );
  return done?.value ?? null;
}

/** A process that opens the project holds the lock for a moment; one that runs a set-up keeps it. */
async function lockSoon<T>(
  repo: Repository,
  name: ReturnType<typeof setUpLock>,
  task: () => Promise<T>,
): Promise<{ readonly value: T } | null> {
  for (let left = LOCK_TRIES; left > 0; left -= 1) {
    const done = await tryLock(repo, name, task);
    if (done) return done;
    await pause(LOCK_PAUSE_MS);
  }
  return null;
}

function failed(exit: number, last: readonly string[]): string {
  const how = exit === 124 ? 'took too long' : `ended with exit code ${exit}`;
  const words = last.length > 0 ? `:\n${last.join('\n')}` : '.';
  return `The set-up script ${how}${words}`;
}

function notStarted(agent: string): CoreFailure {
  return new CoreFailure({
    code: 'run.notStarted',
    message: `"${agent}" has no worktree.`,
    data: { agent },
  });
}
