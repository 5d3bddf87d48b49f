import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HookPayload, hookPayload } from './state/events.ts';

/**
 * Bytes of a hook's payload, which carries a tool's input and output. Larger ones are refused: they add nothing to the
 * state.
 */
const MAX_BODY = 4 * 1024 * 1024;

/** An HTTP reply that is held open. Meanwhile the CLI shows its own dialog too. */
export interface Held {
  readonly reply: Promise<object>;
  /** Called when the CLI stops waiting, e.g. because its dialog was answered. */
  abandoned(): void;
}

/** Returns null to answer at once with an empty reply. */
export type OnHook = (payload: HookPayload) => Held | null;

export interface HookListener {
  readonly url: string;
  /** Payloads that carry this bearer token go to `onHook`. */
  expect(token: string, onHook: OnHook): void;
  forget(token: string): void;
  close(): void;
}

/**
 * The one HTTP listener for the hooks of all sessions: loopback only, POST only, one token per session, unreachable for
 * web pages. Answers at once, unless `onHook` holds the reply for a person's decision.
 */
export async function listenForHooks(): Promise<HookListener> {
  const sessions = new Map<string, OnHook>();
  const server = createServer((request, response) => {
    const refusal = refuse(request, server);
    const onHook = refusal ? undefined : sessions.get(digest(bearer(request)));
    if (refusal) return answer(response, refusal);
    if (!onHook) return answer(response, 401);
    readBody(request, response, onHook);
  });
  server.keepAliveTimeout = 5000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}/hook`,
    expect: (token, onHook) => sessions.set(digest(token), onHook),
    forget: (token) => sessions.delete(digest(token)),
    close: () => server.close(),
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function refuse(request: IncomingMessage, server: Server): number | null {
  const port = portOf(server);
  const { host, origin } = request.headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return 403;
  if (origin !== undefined) return 403;
  if (request.method !== 'POST') return 405;
  return null;
}

function bearer(request: IncomingMessage): string {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Tokens are compared by digest, so that the time of a look-up reveals nothing about them. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function readBody(request: IncomingMessage, response: ServerResponse, onHook: OnHook): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY) {
      answer(response, 413);
      request.destroy();
      return;
    }
    chunks.push(chunk);
  });
  request.on('end', () => {
    const parsed = hookPayload.safeParse(parseJson(Buffer.concat(chunks)));
    if (!parsed.success) return answer(response, 400);
    const held = onHook(parsed.data);
    if (held) hold(response, held);
    else answer(response, 200);
  });
}

function hold(response: ServerResponse, held: Held): void {
  response.on('close', () => {
    if (!response.writableFinished) held.abandoned();
  });
  held.reply.then((reply) => {
    if (!response.destroyed) answer(response, 200, reply);
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // Not JSON: the schema rejects null.
    return null;
  }
}

function answer(response: ServerResponse, status: number, reply: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply));
}
