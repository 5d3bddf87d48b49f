import type { AgentView, OrchestratorView, RunView } from '../../../shared/contract/run.ts';
import type { SessionView } from '../../../shared/contract/session.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import type { AgentState } from '../../../shared/states.ts';

/** One terminal to show: an agent's, or the orchestrator's. */
export interface TerminalEntry {
  readonly key: string;
  readonly title: string;
  /** Null for a plain shell that lives: it has nothing to say of itself. */
  readonly state: AgentState | null;
  readonly branch: string | null;
  /** What waits for a person; null when nothing does. */
  readonly waits: string | null;
  /** What it is doing, or what waits for it; null where that is not known. */
  readonly doing: string | null;
  readonly session: SessionView;
  /** A node of the plan, which selection is linked with. */
  readonly agent: AgentView | null;
}

/** The terminals of a run in the order of its agents, then those whose work is merged, the orchestrator's last. */
export function terminalEntries(
  run: RunView,
  aside: Aside | null = null,
): readonly TerminalEntry[] {
  const merged = (agent: AgentView) => Number(agent.state === 'merged');
  const agents = run.agents.toSorted((a, b) => merged(a) - merged(b));
  const entries = agents.flatMap((agent) => {
    const { session } = agent;
    if (!session) return [];
    const waits = agent.state === 'needs-you' ? (agent.message ?? 'Waits for you') : null;
    const { name: key, title, state, branch, message: doing } = agent;
    return [{ key, title, state, branch, waits, doing, session, agent }];
  });
  const asides = aside ? [asideEntry(run, aside)] : [];
  const { orchestrator } = run;
  return [...entries, ...asides, ...(orchestrator ? [orchestratorEntry(run, orchestrator)] : [])];
}

/** A session that belongs to no agent of the plan, and what its terminal is called. */
export interface Aside {
  readonly title: string;
  readonly session: SessionView;
}

function asideEntry(run: RunView, { title, session }: Aside): TerminalEntry {
  return {
    key: 'aside',
    title,
    state: session.alive ? null : 'stopped',
    branch: run.featureBranch,
    waits: null,
    doing: null,
    session,
    agent: null,
  };
}

function orchestratorEntry(run: RunView, orchestrator: OrchestratorView): TerminalEntry {
  const { state, message, queued, session } = orchestrator;
  return {
    key: ORCHESTRATOR,
    title: 'Orchestrator',
    state,
    branch: run.featureBranch,
    waits: state === 'needs-you' ? (message ?? 'Waits for you') : null,
    doing: queued.length > 0 ? waitingWords(queued.length) : message,
    session,
    agent: null,
  };
}

function waitingWords(prompts: number): string {
  return prompts === 1
    ? '1 prompt waits until it is idle'
    : `${prompts} prompts wait until it is idle`;
}

/** What cannot be told of a session, in words; null where everything can, or where nothing was promised. */
export function limitsOf({ kind, alive, source }: SessionView): string | null {
  if (!alive || kind !== 'claude' || source !== 'file') return null;
  return 'Hooks are disabled in this claude: whether a turn has finished is unknown, and requests are answered here.';
}

/** Why a session is over, in words; null while it lives. `agent`: whose it was, null of the orchestrator. */
export function endOf(
  session: SessionView,
  agent: Pick<AgentView, 'worktree'> | null,
): string | null {
  if (session.alive) return null;
  const { exit } = session;
  if (exit?.asked && agent?.worktree === null) return 'Stopped.';
  if (exit?.asked) return 'Stopped. Its files and commits are as it left them.';
  if (session.message) return `${session.message}.`;
  if (exit?.signal) return `Ended by signal ${exit.signal}.`;
  if (exit?.code === 0) return 'Ended by itself.';
  if (exit?.code) return `Ended with exit code ${exit.code}; its last lines are below.`;
  return 'The session host stopped, so how this session ended is unknown.';
}
