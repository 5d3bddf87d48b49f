import type {
  AgentView,
  InboxItem,
  OrchestratorView,
  SyncView,
} from '../../../shared/contract/run.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import type { AgentState } from '../../../shared/states.ts';

/** What stops all sessions of one login at once, and what gets them going again. */
const SHARED: Partial<Record<AgentState, string>> = {
  'login-lost': 'is not signed in any more: sign in with /login in its terminal',
  'rate-limited': 'is held up by the service: give it a prompt again later',
  'usage-limit': 'has used up its plan for now: give it a prompt again after the reset',
};

/** Whoever has a session that may wait for a person. */
type Worker = Pick<
  AgentView,
  'name' | 'title' | 'state' | 'needs' | 'since' | 'message' | 'session' | 'ready'
>;

/** Whatever waits for a person, the longest-waiting first. What has hit several agents alike is one item. */
export function inboxOf(
  agents: readonly AgentView[],
  syncs: readonly SyncView[],
  orchestrator: OrchestratorView | null,
): InboxItem[] {
  const workers = [...agents, ...workerOf(orchestrator)];
  return [
    ...agents.flatMap((agent) => strayItems(agent, agents)),
    ...workers.flatMap(itemsOf),
    ...sharedItems(workers),
    ...readyItems(agents, syncs),
  ].sort((a, b) => a.since - b.since);
}

/** How a plain shell ends is nobody's concern. */
function workerOf(orchestrator: OrchestratorView | null): Worker[] {
  if (!orchestrator || orchestrator.state === null) return [];
  if (orchestrator.session.kind !== 'claude') return [];
  return [
    { ...orchestrator, name: ORCHESTRATOR, title: 'Orchestrator', state: orchestrator.state },
  ];
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
    .filter(({ state, predicting }) => state === 'ready' && !predicting)
    .map((sync): InboxItem => {
      const merging = agents.filter((agent) => sync.merges.includes(agent.name));
      const isBlocked = (sync.predicted?.length ?? 0) > 0;
      return {
        id: `${sync.name}:${isBlocked ? 'conflict' : 'ready'}`,
        agent: null,
        sync: sync.name,
        ask: null,
        kind: isBlocked ? 'conflict' : 'ready',
        message: isBlocked ? conflictWords(sync) : `${sync.title} is ready to merge.`,
        since: Math.max(0, ...merging.map((agent) => agent.since)),
      };
    });
}

/** "Phase 2 cannot be merged as it is: 2 files conflict (a.txt, b.txt)." */
function conflictWords({ title, predicted = [] }: SyncView): string {
  const files = predicted.length === 1 ? '1 file conflicts' : `${predicted.length} files conflict`;
  const names = predicted.map(({ path }) => path).join(', ');
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
