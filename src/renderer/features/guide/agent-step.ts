import type { AgentView, InboxItem, RunView } from '../../../shared/contract/run.ts';
import type { AgentState } from '../../../shared/states.ts';
import { isAcceptable } from '../run/index.ts';
import type { NextStep } from './step.ts';

type Words = Pick<NextStep, 'words' | 'action' | 'other'>;

const PREPARING: readonly AgentState[] = ['setting-up', 'starting'];
/** States that stop every session of a login at once; the inbox item says what to do. */
const HELD_UP: readonly AgentState[] = ['login-lost', 'rate-limited', 'usage-limit'];

/** The agent that has waited longest for an answer, and where to answer it. */
export function waitsForYou(run: RunView): Words | null {
  const agent = run.agents
    .filter((one) => one.state === 'needs-you')
    .toSorted((a, b) => a.since - b.since)[0];
  if (!agent) return null;
  const terminal = { kind: 'terminal', agent: agent.name } as const;
  const item = run.inbox.find((one) => one.agent === agent.name && one.ask !== null);
  const where = item ? 'in the inbox or in its terminal' : 'in its terminal';
  const ways = item
    ? { action: { kind: 'inbox', item: item.id } as const, other: terminal }
    : { action: terminal };
  switch (agent.needs) {
    case 'permission':
      return { words: `${agent.title} asks for permission: answer ${where}.`, ...ways };
    case 'first-run':
      return { words: `${agent.title} needs a one-time set-up in its terminal.`, action: terminal };
    case 'question':
    case null:
      return { words: `${agent.title} asks a question: answer ${where}.`, ...ways };
  }
}

/** An agent whose acceptance by a person is all that another agent waits for. */
export function toAccept(agents: readonly AgentView[]): Words | null {
  for (const before of agents) {
    if (before.ready?.accepted || !isAcceptable(before)) continue;
    const behind = agents.filter(
      ({ state, continues }) => state === 'queued' && continues === before.name,
    );
    if (behind.length === 0) continue;
    const continued = behind.length === 1 ? 'continues' : 'continue';
    return {
      words: `${before.title} has committed its work. Accept it if it is done: ${listed(behind.map(({ title }) => title))} ${continued} from there.`,
      action: { kind: 'accept', agent: before.name },
      other: { kind: 'review', agent: before.name },
    };
  }
  return null;
}

/** An agent of the phase that cannot continue without help. */
export function needsHelp(agents: readonly AgentView[], inbox: readonly InboxItem[]): Words | null {
  for (const agent of agents) {
    const found = HELD_UP.includes(agent.state) ? heldUpWords(agent, inbox) : helpFor(agent);
    if (found) return found;
  }
  return null;
}

function heldUpWords(agent: AgentView, inbox: readonly InboxItem[]): Words {
  const item = inbox.find((one) => one.id === agent.state);
  return {
    words: item?.message ?? `${agent.title} cannot continue: check its terminal.`,
    action: { kind: 'terminal', agent: agent.name },
  };
}

function helpFor(agent: AgentView): Words | null {
  const { title, state, name } = agent;
  const byHand = 'or commit in its worktree by hand';
  const terminal = { kind: 'terminal', agent: name } as const;
  const shown = agent.session ? terminal : ({ kind: 'agent', agent: name } as const);
  switch (state) {
    case 'not-started':
      if (agent.waitsFor) return null;
      return { words: `${title} has not been started. Start it, or delete it.`, action: shown };
    case 'stopped':
      // Its commits can be merged as they are.
      if (agent.commits > 0 && agent.dirty === false) return null;
      return agent.session
        ? { words: `${title} is stopped. Start it again, ${byHand}.`, action: shown }
        : { words: `${title} has no session. Start it, ${byHand}.`, action: shown };
    case 'interrupted':
      return { words: `${title} was interrupted. Give it a prompt, ${byHand}.`, action: shown };
    case 'turn-error':
      return {
        words: `The turn of ${title} ended in an error. Check its terminal.`,
        action: shown,
      };
    case 'crashed':
      return { words: `The session of ${title} crashed. Restart it, ${byHand}.`, action: shown };
    case 'failed':
      return {
        words: `${title} could not be set up. Run its set-up again in Worktrees.`,
        action: { kind: 'worktrees' },
      };
    case 'silent':
      return {
        words: `${title} has printed nothing for a while. Check its terminal.`,
        action: shown,
      };
    default:
      return null;
  }
}

/** Agents with a shell as their terminal, where a person does the work: it has to be committed before a merge. */
export function toCommit(agents: readonly AgentView[]): Words | null {
  const byHand = agents.filter(
    ({ state, session }) => state === 'unknown' && session?.alive && session.kind === 'shell',
  );
  const empty = byHand.filter(({ commits }) => commits === 0);
  const [first] = empty;
  if (first) {
    const one = empty.length === 1;
    const have = one ? 'has no commit yet: do its' : 'have no commit yet: do their';
    return {
      words: `${listed(empty.map(({ title }) => title))} ${have} work in ${one ? 'its terminal' : 'their terminals'}, and commit it there.`,
      action: { kind: 'terminal', agent: first.name },
    };
  }
  const dirty = byHand.find((agent) => agent.dirty === true);
  if (!dirty) return null;
  return {
    words: `${dirty.title} has uncommitted work: commit it in its terminal.`,
    action: { kind: 'terminal', agent: dirty.name },
  };
}

/** Agents of the phase that are working, being started, or queued. */
export function atWork(agents: readonly AgentView[]): Words | null {
  const titles = (states: readonly AgentState[]) =>
    agents.filter((one) => states.includes(one.state)).map((one) => one.title);
  const working = titles(['working']);
  if (working.length > 0) {
    const how = working.length === 1 ? 'works in its own worktree' : 'work in their own worktrees';
    return { words: `${listed(working)} ${how}. Watch them in the terminals.`, action: null };
  }
  const preparing = titles(PREPARING);
  if (preparing.length > 0) {
    const are = preparing.length === 1 ? 'is' : 'are';
    return { words: `${listed(preparing)} ${are} being started.`, action: null };
  }
  const queued = agents.filter(({ state, waitsFor }) => state === 'queued' || waitsFor);
  const [first] = queued;
  if (!first) return null;
  const one = queued.length === 1 && first.waitsFor;
  if (one) return { words: `${first.title} waits for ${first.waitsFor}.`, action: null };
  const wait = queued.length === 1 ? 'waits for its turn' : 'wait for their turn';
  return { words: `${listed(queued.map(({ title }) => title))} ${wait}.`, action: null };
}

/** "Designer, Data and QA"; for more than three names, their number. */
export function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.length} agents`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
