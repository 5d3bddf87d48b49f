import { isAbsolute, join, relative } from 'node:path';
import type { HookPayload, StateEvent } from './events.ts';
import type { SessionState } from './state.ts';

/** Tools that change the file they name. */
const WRITING: ReadonlySet<string> = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);

/** Most files kept: one is enough for an alarm. */
const KEPT = 20;

/** Records files that a session changed outside its folder. */
export function withStray(
  state: SessionState,
  event: Extract<StateEvent, { kind: 'hook' }>,
): SessionState {
  const path = strayOf(event.payload);
  if (path === null || state.strays.some((stray) => stray.path === path)) return state;
  return { ...state, strays: [...state.strays, { path, at: event.at }].slice(-KEPT) };
}

/** `cwd` is the CLI's current folder; the caller knows which folders belong to whom. */
function strayOf(hook: HookPayload): string | null {
  if (hook.hook_event_name !== 'PostToolUse' || !WRITING.has(hook.tool_name ?? '')) return null;
  const named = hook.tool_input?.['file_path'] ?? hook.tool_input?.['notebook_path'];
  const cwd = hook['cwd'];
  if (typeof named !== 'string' || typeof cwd !== 'string') return null;
  const path = isAbsolute(named) ? named : join(cwd, named);
  const inside = relative(cwd, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : null;
}
