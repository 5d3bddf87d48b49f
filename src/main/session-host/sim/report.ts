import { request } from 'node:http';
import { cwd, env } from 'node:process';
import * as z from 'zod';

/** Milliseconds after which an unanswered hook is given up. */
const PATIENCE = 2000;

export interface Reporter {
  /** Sends one hook with the payload that the `claude` CLI would send. Never fails: the listener may be gone. */
  hook(name: string, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Asks for permission. Resolves with a decision made elsewhere, otherwise never. */
  ask(fields: Readonly<Record<string, unknown>>): Asking;
}

export interface Asking {
  readonly decision: Promise<Decision>;
  /** Call when it was answered here. */
  withdraw(): void;
}

const decision = z.object({
  behavior: z.enum(['allow', 'deny']),
  message: z.string().optional(),
  updatedInput: z.looseObject({ answers: z.record(z.string(), z.string()) }).optional(),
});
export type Decision = z.infer<typeof decision>;

const answer = z.object({ hookSpecificOutput: z.object({ decision }) });

/** Reports to the listener named in the session's environment; does nothing without one, e.g. in a plain terminal. */
export function createReporter(sessionId: string): Reporter {
  const url = env['TRIBUTARY_HOOK_URL'];
  const token = env['TRIBUTARY_HOOK_TOKEN'];
  const body = (name: string, fields: Readonly<Record<string, unknown>>) =>
    JSON.stringify({
      session_id: sessionId,
      cwd: cwd(),
      permission_mode: 'default',
      hook_event_name: name,
      ...fields,
    });
  return {
    async hook(name, fields = {}) {
      if (!url || !token) return;
      await post({ url, token }, body(name, fields));
    },
    ask(fields) {
      const stop = new AbortController();
      return {
        decision: held(body('PermissionRequest', fields), stop),
        withdraw: () => stop.abort(),
      };
    },
  };

  function held(text: string, stop: AbortController): Promise<Decision> {
    return new Promise((resolve) => {
      if (!url || !token) return;
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const asking = request(url, { method: 'POST', headers, signal: stop.signal }, (reply) => {
        let given = '';
        reply.on('data', (chunk: Buffer) => {
          given += chunk.toString('utf8');
        });
        reply.on('end', () => {
          const parsed = answer.safeParse(JSON.parse(given));
          if (parsed.success) resolve(parsed.data.hookSpecificOutput.decision);
        });
      });
      // Withdrawn, or there is no listener: only the terminal can answer.
      asking.on('error', () => undefined);
      asking.end(text);
    });
  }
}

function post(to: { readonly url: string; readonly token: string }, body: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${to.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const posting = request(to.url, { method: 'POST', headers, timeout: PATIENCE }, (answer) => {
      answer.resume();
      answer.once('close', resolve);
    });
    posting.once('timeout', () => posting.destroy());
    // Without a listener the app shows less; the work goes on.
    posting.once('error', () => resolve());
    posting.end(body);
  });
}
