/** States as people, tests and the journal see them. */

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
/** What a `needs-you` agent waits for. */
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

/** `needs-you` reads "needs you" on screen and in accessible names stays as written. */
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

/** Whether a living session has no turn under way and asks for nothing. What cannot be told is not idle. */
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

/** Whether an agent's session still works or asks, or begins to. No session at all does not, nor a plain shell. */
export function isBusy(agent: { readonly state: string }): boolean {
  return BUSY.has(agent.state);
}
