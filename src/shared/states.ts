/** States shown to people and used in tests and the journal. */

export const AGENT_STATES = [
  'not-started',
  'queued',
  'setting-up',
  'starting',
  'working',
  'needs-you',
  'finished',
  'interrupted',
  'turn-error',
  'login-lost',
  'rate-limited',
  'usage-limit',
  'stopped',
  'crashed',
  'failed',
  'silent',
  'unknown',
  'merged',
] as const;
export type AgentState = (typeof AGENT_STATES)[number];

export const NEEDS = ['permission', 'question', 'first-run'] as const;
/** What an agent in `needs-you` waits for. */
export type Need = (typeof NEEDS)[number];

export const SYNC_STATES = [
  'waiting',
  'ready',
  'merging',
  'verifying',
  'conflict',
  'verify-failed',
  'done',
] as const;
export type SyncState = (typeof SYNC_STATES)[number];

export const GATE_STATES = ['pass', 'fail', 'open', 'overridden'] as const;
export type GateState = (typeof GATE_STATES)[number];

/** `needs-you` is displayed as "needs you"; accessible names keep the hyphen. */
export function stateWords(state: AgentState | SyncState): string {
  return state.replaceAll('-', ' ');
}

const IDLE: ReadonlySet<string> = new Set([
  'finished',
  'interrupted',
  'turn-error',
  'login-lost',
  'rate-limited',
  'usage-limit',
] satisfies AgentState[]);

/** Whether a live session has no turn in progress and no open request. Unknown counts as not idle. */
export function isIdle(activity: string): boolean {
  return IDLE.has(activity);
}

const BUSY: ReadonlySet<string> = new Set([
  'queued',
  'setting-up',
  'starting',
  'working',
  'silent',
  'needs-you',
] satisfies AgentState[]);

/** Whether an agent's session works, asks, or is starting. False without a session and for plain shells. */
export function isBusy(agent: { readonly state: string }): boolean {
  return BUSY.has(agent.state);
}
