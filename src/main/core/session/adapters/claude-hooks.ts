import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Hooks from which the session's state is derived, in addition to the user's own. */
const EVENTS = [
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'Notification',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
];

/** Seconds that the CLI waits for an answer, which the host gives at once. */
const TIMEOUT = 5;
/** Seconds for which a permission request is held until a person answers. */
const ANSWER_WITHIN = 24 * 60 * 60;

/**
 * Writes the settings file that sends the CLI's hooks to `url` and returns its path. The bearer token is not in it: the
 * CLI reads it from its environment.
 */
export function writeHookSettings(home: string, url: string): string {
  const hook = (event: string) => ({
    type: 'http',
    url,
    timeout: event === 'PermissionRequest' ? ANSWER_WITHIN : TIMEOUT,
    headers: { Authorization: 'Bearer $TRIBUTARY_HOOK_TOKEN' },
    allowedEnvVars: ['TRIBUTARY_HOOK_TOKEN'],
  });
  const hooks = Object.fromEntries(EVENTS.map((event) => [event, [{ hooks: [hook(event)] }]]));
  const folder = join(home, 'claude');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `hooks-${new URL(url).port}.json`);
  writeFileAtomic.sync(path, `${JSON.stringify({ hooks })}\n`, { mode: 0o600 });
  return path;
}
