import type { Command } from 'commander';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import { predecessorOf } from '../../../shared/plan/chains.ts';
import { type AgentState, stateWords } from '../../../shared/states.ts';
import { acceptWork } from '../../core/agents/accept.ts';
import { forkSession, stopSession } from '../../core/agents/agent-sessions.ts';
import { askSession } from '../../core/agents/ask-session.ts';
import { startAgents } from '../../core/agents/start.ts';
import { CoreFailure } from '../../core/failure.ts';
import type { Project } from '../../core/project/project.ts';
import { unknownAgent } from '../../core/run/unknown-agent.ts';
import { interruptSignal, showProgress, withPlan } from '../context.ts';
import { keyNamed } from '../key-named.ts';
import { type Answer, type CommonOptions, note, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

export function runCommands(program: Command, run: Run): void {
  sub(program, 'start <targets...>', 'start a phase, or single agents')
    .option('--worktrees-only', 'branches and worktrees, no sessions')
    .action(run((options: StartOptions, targets: string[]) => start(options, targets)));
  sub(
    program,
    'accept <agent>',
    'accept the committed work of an agent as finished, so that its successor can start',
  )
    .option('--withdraw', 'withdraw the acceptance')
    .action(run((options: AcceptOptions, agent: string) => accept(options, agent)));
  sub(program, 'stop [agents...]', 'end the sessions of agents; their files stay')
    .option('--all', 'every session of the plan, including the orchestrator')
    .action(run((options: StopOptions, agents: string[]) => stop(options, agents)));
  sub(
    program,
    'ask <agent> <text>',
    'send a prompt to the session of an agent or the orchestrator',
  ).action(run((options, agent: string, text: string) => ask(options, agent, text)));
  sub(program, 'fork <agent>', "continue in a copy of an agent's conversation").action(
    run((options, agent: string) => fork(options, agent)),
  );
}

type StartOptions = CommonOptions & { readonly worktreesOnly?: boolean };

async function start(options: StartOptions, targets: readonly string[]): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const { plan } = await project.plan(feature);
    await project.sessions.refresh();
    const result = await startAgents(project, project.run(feature).journal, {
      feature,
      targets: targets.map((word) => keyNamed(plan, word)),
      worktreesOnly: options.worktreesOnly,
      signal: interruptSignal(),
      onProgress: showProgress,
    });
    for (const text of result.notes) note(text);
    const lines = result.agents.map(({ name, state, branch, worktree, waitsFor }) =>
      waitsFor === undefined
        ? `${name}: ${startedWords(state, options)}, ${branch} in ${worktree}`
        : `${name}: ${stateWords(state)}, waits for ${waitsFor}`,
    );
    print(options, result, [`${feature} from ${result.base.slice(0, 10)}`, ...lines]);
    return result.agents.some((agent) => agent.state === 'failed') ? 1 : 0;
  });
}

/** With `--worktrees-only` no session ran, so none has stopped. */
function startedWords(state: AgentState, { worktreesOnly }: StartOptions): string {
  return worktreesOnly && state === 'stopped' ? 'no session' : stateWords(state);
}

type AcceptOptions = CommonOptions & { readonly withdraw?: boolean };

async function accept(options: AcceptOptions, word: string): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const { plan } = await project.plan(feature);
    const name = keyNamed(plan, word);
    if (!Object.hasOwn(plan.agents, name)) throw unknownAgent(name, Object.keys(plan.agents));
    await project.sessions.refresh();
    const run = project.run(feature);
    const on = options.withdraw !== true;
    await acceptWork(run, { agent: name, on });
    const { agents } = await run.view();
    const [agent] = agents.filter((each) => each.name === name);
    const state = agent?.state ?? 'unknown';
    const next = agents.filter(
      (each) =>
        each.state === 'queued' &&
        each.waitsFor === null &&
        predecessorOf(plan, each.name) === name,
    );
    print(options, { agents: [{ name, state }] }, [
      on
        ? `${name} is accepted at ${agent?.head?.slice(0, 10)}.`
        : `${name} is no longer accepted.`,
      ...next.map((each) => `${each.name} can start now.`),
    ]);
    return 0;
  });
}

type StopOptions = CommonOptions & { readonly all?: boolean };

async function stop(options: StopOptions, words: readonly string[]): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const run = project.run(feature);
    const { plan } = await project.plan(feature);
    const known = [...Object.keys(plan.agents), ORCHESTRATOR];
    const given = words.map((word) => keyNamed(plan, word));
    const unknown = given.find((name) => !known.includes(name));
    if (unknown !== undefined) throw unknownAgent(unknown, known);
    await project.sessions.refresh();
    const queued = options.all ? [...(await run.facts()).queue.keys()] : [];
    const names = options.all ? [...queued, ...livingOf(project, feature)] : given;
    if (names.length === 0 && !options.all) throw nobodyNamed(known);
    const { queue } = await run.facts();
    const ended = new Set(livingOf(project, feature));
    // Dequeue first: ending a session would let a queued agent start.
    for (const name of queued) await stopSession(project, run, name);
    await Promise.all(names.map((name) => stopSession(project, run, name)));
    const { agents, orchestrator } = await run.view();
    const whole = orchestrator
      ? [{ name: ORCHESTRATOR, state: orchestrator.state ?? 'unknown' }]
      : [];
    const states = [...agents, ...whole]
      .filter(({ name }) => names.includes(name))
      .map(({ name, state }) => ({ name, state }));
    const lines = states.map(({ name }) => {
      if (ended.has(name)) return `${name}: session ended`;
      return `${name}: ${queue.has(name) ? 'removed from the queue' : 'had no session'}`;
    });
    print(options, { agents: states }, lines.length > 0 ? lines : ['No session runs.']);
    return 0;
  });
}

function livingOf(project: Project, feature: string): string[] {
  const sessions = project.sessions.list(project.repo.id, feature);
  return sessions.filter(({ alive }) => alive).map(({ agent }) => agent);
}

function nobodyNamed(known: readonly string[]): CoreFailure {
  return new CoreFailure({
    code: 'run.unknownTarget',
    message: 'No agent is named.',
    remedy: `Name one or more of: ${known.join(', ')}; or use --all.`,
  });
}

async function fork(options: CommonOptions, word: string): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const { plan } = await project.plan(feature);
    const name = keyNamed(plan, word);
    if (!Object.hasOwn(plan.agents, name)) throw unknownAgent(name, Object.keys(plan.agents));
    await project.sessions.refresh();
    await forkSession(project.run(feature), name);
    print(options, { agents: [{ name, state: 'starting' }] }, [
      `${name} continues in a copy of its conversation; the original is unchanged.`,
    ]);
    return 0;
  });
}

async function ask(options: CommonOptions, word: string, text: string): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const { plan } = await project.plan(feature);
    const known = [...Object.keys(plan.agents), ORCHESTRATOR];
    const agent = keyNamed(plan, word);
    if (!known.includes(agent)) throw unknownAgent(agent, known);
    await project.sessions.refresh();
    const state = await askSession(project.run(feature), { agent, text });
    print(options, { state }, [ASKED[state]]);
    return 0;
  });
}

const ASKED: Readonly<Record<Awaited<ReturnType<typeof askSession>>, string>> = {
  sent: 'The prompt was sent to the session.',
  queued: 'The session is busy: the app or the server sends the prompt as soon as it is idle.',
  started: 'The session was started with the prompt.',
};
