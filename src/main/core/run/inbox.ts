import type {
  AgentView,
  InboxItem,
  OrchestratorView,
  PredictedConflict,
  SyncView,
} from '../../../shared/contract/run.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import type { AgentState } from '../../../shared/states.ts';
import { isAcceptable } from './readiness.ts';
import { isReady } from './sync-view.ts';

/** States that affect all sessions of one login, with their remedy. */
const SHARED: Partial<Record<AgentState, string>> = {
  'login-lost': 'is not signed in any more: sign in with /login in its terminal',
  'rate-limited': 'is held up by the service: give it a prompt again later',
  'usage-limit': 'has used up its plan for now: give it a prompt again after the reset',
};

/** A session that may wait for a person. */
type Worker = Pick<
  AgentView,
  'name' | 'title' | 'state' | 'needs' | 'since' | 'message' | 'session' | 'ready'
>;

/** Everything that waits for a person, longest first. A state shared by several agents is one item. */
export function inboxOf(
  agents: readonly AgentView[],
  syncs: readonly SyncView[],
  orchestrator: OrchestratorView | null,
): InboxItem[] {
  const workers = [...agents, ...workerOf(orchestrator)];
  return [
    ...agents.flatMap((agent) => strayItems(agent, agents)),
    ...workers.flatMap(itemsOf),
    ...waitedFor(agents),
    ...sharedItems(workers),
    ...readyItems(agents, syncs),
  ].sort((a, b) => a.since - b.since);
}

/** A plain shell may end in any way. */
function workerOf(orchestrator: OrchestratorView | null): Worker[] {
  if (!orchestrator || orchestrator.state === null) return [];
  if (orchestrator.session.kind !== 'claude') return [];
  const { state } = orchestrator;
  return [{ ...orchestrator, name: ORCHESTRATOR, title: 'Orchestrator', state, ready: null }];
}

function itemsOf(agent: Worker): InboxItem[] {
  const { name, title, state, needs, since, message } = agent;
  const ask = state === 'needs-you' ? (agent.session?.ask ?? null) : null;
  const item = (kind: InboxItem['kind'], words: string): InboxItem[] => [
    { id: `${name}:${kind}:${since}`, agent: name, sync: null, kind, message: words, ask, since },
  ];
  switch (state) {
    case 'needs-you':
      return needs ? item(needs, message ?? `${title} waits for you.`) : [];
    case 'failed':
    case 'crashed':
      return item('failed', message ?? `${title} failed.`);
    case 'turn-error':
      return item('failed', message ?? `The turn of ${title} ended in an error.`);
    case 'finished':
      if (agent.ready?.accepted) return [];
      return item('finished', message ?? `${title} finished its turn.`);
    default:
      return [];
  }
}

/**
 * Agents that queued agents wait for, and that need only a person's acceptance. Finished turns have an item already.
 */
function waitedFor(agents: readonly AgentView[]): InboxItem[] {
  return agents.flatMap((agent): InboxItem[] => {
    const behind = agents.filter(
      ({ state, continues }) => state === 'queued' && continues === agent.name,
    );
    if (behind.length === 0 || agent.ready?.accepted || !isAcceptable(agent)) return [];
    if (TOLD.has(agent.state)) return [];
    const who = behind.map(({ title }) => title).join(' and ');
    const go = behind.length === 1 ? 'goes' : 'go';
    return [
      {
        id: `${agent.name}:accept:${agent.head}`,
        agent: agent.name,
        sync: null,
        kind: 'finished',
        message: `Its work is committed. Accept it if it is done, and ${who} ${go} on from it.`,
        ask: null,
        since: agent.since,
      },
    ];
  });
}

/** States that have an item of their own. */
const TOLD: ReadonlySet<AgentState> = new Set(['finished', 'crashed', 'turn-error']);

function sharedItems(agents: readonly Worker[]): InboxItem[] {
  return Object.entries(SHARED).flatMap(([state, words]): InboxItem[] => {
    const [first, ...more] = agents
      .filter((agent) => agent.state === state)
      .sort((a, b) => a.since - b.since);
    if (!first) return [];
    const others = more.length > 0 ? ` Also: ${more.map(({ title }) => title).join(', ')}.` : '';
    const said = first.message ? ` (${first.message})` : '';
    return [
      {
        id: state,
        agent: first.name,
        sync: null,
        ask: null,
        kind: 'failed',
        message: `${first.title} ${words}${said}.${others}`,
        since: first.since,
      },
    ];
  });
}

function readyItems(agents: readonly AgentView[], syncs: readonly SyncView[]): InboxItem[] {
  return syncs
    .filter((sync) => isMergeable(sync, agents) && !sync.predicting)
    .map((sync): InboxItem => {
      const members = sync.leftOut ?? sync.merges;
      const merging = agents.filter((agent) => members.includes(agent.name));
      const conflicts = conflictsOf(sync);
      const isBlocked = conflicts.length > 0;
      return {
        id: `${sync.name}:${isBlocked ? 'conflict' : 'ready'}`,
        agent: null,
        sync: sync.name,
        ask: null,
        kind: isBlocked ? 'conflict' : 'ready',
        message: isBlocked ? conflictWords(sync.title, conflicts) : readyWords(sync, merging),
        since: Math.max(sync.landedAt ?? 0, ...merging.map(readySince)),
      };
    });
}

/** Programs without reports count as ready from their first commit. */
function readySince({ since, recent }: AgentView): number {
  return Math.max(since, recent.at(-1)?.at ?? 0);
}

/** Whether a person can merge it, or resolve its conflicts: all agents it still has to merge are ready. */
function isMergeable(
  { state, merges, leftOut = [] }: SyncView,
  agents: readonly AgentView[],
): boolean {
  if (state !== 'ready' && state !== 'conflict' && state !== 'done') return false;
  const members = state === 'done' ? leftOut : merges;
  const left = agents.filter(({ name }) => members.includes(name));
  return left.length > 0 && left.every(isReady);
}

/** "Phase 1 is ready to merge."; for left-out work: "QA can be merged into Phase 1 now, which landed without it." */
function readyWords({ title, leftOut }: SyncView, merging: readonly AgentView[]): string {
  if (!leftOut) return `${title} is ready to merge.`;
  const it = merging.length === 1 ? 'it' : 'them';
  return `${merging.map((agent) => agent.title).join(' and ')} can be merged into ${title} now, which landed without ${it}.`;
}

/** Files that would conflict, or did in the last attempt. */
export function conflictsOf({ problem, predicted }: SyncView): readonly PredictedConflict[] {
  return predicted ?? (problem?.kind === 'conflict' ? problem.files : []);
}

/** "Phase 2 cannot be merged as it is: 2 files conflict (a.txt, b.txt)." */
function conflictWords(title: string, conflicts: readonly PredictedConflict[]): string {
  const files = conflicts.length === 1 ? '1 file conflicts' : `${conflicts.length} files conflict`;
  const names = conflicts.map(({ path }) => path).join(', ');
  return `${title} cannot be merged as it is: ${files} (${names}).`;
}

const OWNERS: Readonly<Record<string, string>> = {
  integration: 'the integration worktree',
  main: 'the main checkout',
};

function strayItems(agent: AgentView, agents: readonly AgentView[]): InboxItem[] {
  const [first] = agent.strays;
  if (!first || agent.state === 'merged') return [];
  const whose = (owner: string) =>
    OWNERS[owner] ?? `the worktree of ${agents.find(({ name }) => name === owner)?.title ?? owner}`;
  const words = agent.strays.map(({ owner, path }) => `${path} in ${whose(owner)}`);
  return [
    {
      id: `${agent.name}:stray:${agent.strays.length}`,
      agent: agent.name,
      sync: null,
      kind: 'stray',
      message: words.join(', '),
      ask: null,
      since: first.at,
    },
  ];
}
