import * as z from 'zod';
import type { FoundBackground } from '../../../shared/contract/session.ts';
import { CoreFailure } from '../failure.ts';
import { startHere, waitFor } from '../process.ts';
import { startable } from '../startable.ts';
import { sessionEnvironment } from './environment.ts';
import { findClaude } from './find-claude.ts';
import type { LoginProbe } from './login-environment.ts';

/** Milliseconds: the CLI takes half a second on an idle machine, and more than fifteen on a busy one. */
const PATIENCE = 60_000;

/** The fields used of one session printed by `claude agents --json`. */
const listed = z.looseObject({
  kind: z.string(),
  cwd: z.string(),
  id: z.string().optional(),
  sessionId: z.string().optional(),
  name: z.string().optional(),
  status: z.string().optional(),
  state: z.string().optional(),
});

/** Length of a background session's short id: the start of its conversation's id. */
const SHORT = 8;
const ID = /^[0-9a-f]{8}$/;

/** Lists the CLI's background sessions. Fails with `claude.notFound`, and `claude.mute` when it does not answer. */
export async function backgroundSessions(around: {
  readonly home: string;
  readonly login: LoginProbe;
}): Promise<FoundBackground[]> {
  const { path } = await findClaude(around.home, around.login);
  const env = sessionEnvironment((await around.login.read()).env, {});
  const { file, args } = startable(path, ['agents', '--json']);
  const running = startHere({ file, args, env });
  const ended = await waitFor(running, { timeoutMs: PATIENCE }).catch((thrown: unknown) => {
    throw mute(thrown instanceof Error ? thrown.message : String(thrown));
  });
  if (ended.timedOut) throw mute(`it gave no answer within ${PATIENCE / 1000} s`);
  if (ended.code !== 0) throw mute(ended.stderr.trim() || `it ended with ${ended.code}`);
  const parsed = z.array(z.unknown()).safeParse(parse(Buffer.from(ended.stdout).toString('utf8')));
  if (!parsed.success) throw mute('it printed something else than a list');
  return parsed.data.flatMap((one) => {
    const known = listed.safeParse(one);
    if (!known.success || known.data.kind !== 'background') return [];
    const { cwd, id, sessionId, name, state, status } = known.data;
    const short = id ?? sessionId?.slice(0, SHORT) ?? '';
    if (!ID.test(short)) return [];
    return [{ id: short, name: name ?? short, cwd, state: state ?? status ?? 'unknown' }];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: another version of the CLI.
    return null;
  }
}

function mute(why: string): CoreFailure {
  return new CoreFailure({
    code: 'claude.mute',
    message: `The claude program does not list its background sessions: ${why.split('\n')[0]}.`,
  });
}
