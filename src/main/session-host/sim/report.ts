import { request } from 'node:http';
import { cwd, env } from 'node:process';

/** Milliseconds after which a hook that nobody answers is given up. */
const PATIENCE = 2000;

export interface Reporter {
  /** Sends one hook with the payload that the `claude` CLI would send. Never fails: the listener may be gone. */
  hook(name: string, fields?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Reports to the listener that the session's environment names; silent without one, e.g. in a plain terminal. */
export function createReporter(sessionId: string): Reporter {
  const url = env['TRIBUTARY_HOOK_URL'];
  const token = env['TRIBUTARY_HOOK_TOKEN'];
  return {
    async hook(name, fields = {}) {
      if (!url || !token) return;
      const payload = {
        session_id: sessionId,
        transcript_path: '',
        cwd: cwd(),
        permission_mode: 'default',
        hook_event_name: name,
        ...fields,
      };
      await post({ url, token }, JSON.stringify(payload));
    },
  };
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
    // The app shows less then; the work itself goes on.
    posting.once('error', () => resolve());
    posting.end(body);
  });
}
