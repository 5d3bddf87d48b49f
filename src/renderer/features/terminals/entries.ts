import type { AgentView, OrchestratorView, RunView } from '../../../shared/contract/run.ts';
import type { SessionView } from '../../../shared/contract/session.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import type { AgentState } from '../../../shared/states.ts';

/** A terminal to show: of an agent, of the orchestrator, or of an extra session. */
export interface TerminalEntry {
  readonly key: string;
  readonly title: string;
  /** Null for a running plain shell, which has no state. */
  readonly state: AgentState | null;
  readonly branch: string | null;
  /** The request that waits for a person; null when there is none. */
  readonly waits: string | null;
  /** What the session is doing, or how many prompts are queued for it; null if unknown. */
  readonly doing: string | null;
  readonly session: SessionView;
  /** The agent node of the plan that selection is linked with; null for other sessions. */
  readonly agent: AgentView | null;
}

/** The terminals of a run: agents in plan order, then merged agents, then an extra session, then the orchestrator. */
export function terminalEntries(
  run: RunView,
  extra: ExtraSession | null = null,
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
  const extras = extra ? [extraEntry(run, extra)] : [];
  const { orchestrator } = run;
  return [...entries, ...extras, ...(orchestrator ? [orchestratorEntry(run, orchestrator)] : [])];
}

/** A session that belongs to no agent of the plan, with the title of its terminal. */
export interface ExtraSession {
  readonly title: string;
  readonly session: SessionView;
}

function extraEntry(run: RunView, { title, session }: ExtraSession): TerminalEntry {
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
    ? '1 prompt is queued until the session is idle'
    : `${prompts} prompts are queued until the session is idle`;
}

/** Says which facts about a claude session are unavailable; null when all are available, or the kind has none. */
export function limitsOf({ kind, alive, source }: SessionView): string | null {
  if (!alive || kind !== 'claude' || source !== 'file') return null;
  return 'Hooks are disabled in this claude session: the end of a turn cannot be detected, and requests must be answered here.';
}

/** Says why a session ended; null while it runs. `agent` is the owner, null for the orchestrator. */
export function endOf(
  session: SessionView,
  agent: Pick<AgentView, 'worktree'> | null,
): string | null {
  if (session.alive) return null;
  const { exit } = session;
  if (exit?.asked && agent?.worktree === null) return 'Stopped.';
  if (exit?.asked) return 'Stopped. Its files and commits are kept.';
  if (session.message) return `${session.message}.`;
  if (exit?.signal) return `Ended by signal ${exit.signal}.`;
  if (exit?.code === 0) return 'Ended normally.';
  if (exit?.code) return `Ended with exit code ${exit.code}; its last lines are below.`;
  return 'The session host stopped, so how this session ended is unknown.';
}
