import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HookListener, listenForHooks } from './hook-listener.ts';
import type { HookPayload } from './state/events.ts';

let listener: HookListener;
let received: HookPayload[];

beforeEach(async () => {
  listener = await listenForHooks();
  received = [];
  listener.expect('right', (payload) => {
    received.push(payload);
    return null;
  });
});
afterEach(() => listener.close());

interface Attempt {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function send({ method = 'POST', headers = {}, body = '{"hook_event_name":"Stop"}' }: Attempt) {
  return new Promise<number>((resolve, reject) => {
    const all = { authorization: 'Bearer right', ...headers };
    const sending = request(listener.url, { method, headers: all }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.end(method === 'GET' ? undefined : body);
  });
}

test('takes a hook that carries the token of a session', async () => {
  expect(await send({})).toBe(200);
  expect(received.map((payload) => payload.hook_event_name)).toEqual(['Stop']);
});

test.each<[string, Attempt, number]>([
  ['another token', { headers: { authorization: 'Bearer wrong' } }, 401],
  ['no token', { headers: { authorization: '' } }, 401],
  ['a token that is no bearer token', { headers: { authorization: 'Basic right' } }, 401],
  ['any origin, even its own', { headers: { origin: 'http://127.0.0.1' } }, 403],
  ['a null origin', { headers: { origin: 'null' } }, 403],
  ['a foreign host name', { headers: { host: 'evil.example' } }, 403],
  ['another method', { method: 'GET' }, 405],
  ['a preflight', { method: 'OPTIONS' }, 405],
  ['a body that is no JSON', { body: '{' }, 400],
  ['a body without an event', { body: '{"a":1}' }, 400],
])('refuses %s', async (_name, attempt, status) => {
  expect(await send(attempt)).toBe(status);
  expect(received).toEqual([]);
});

test('refuses the token of a session that has ended', async () => {
  listener.forget('right');
  expect(await send({})).toBe(401);
});

test('refuses a body without end', async () => {
  const body = `{"hook_event_name":"Stop","x":"${'x'.repeat(5 * 1024 * 1024)}"}`;
  const outcome = await send({ body }).catch(() => 413);
  expect(outcome).toBe(413);
  expect(received).toEqual([]);
});

test('gives each session only its own hooks', async () => {
  const other: HookPayload[] = [];
  listener.expect('other', (payload) => {
    other.push(payload);
    return null;
  });
  await send({ headers: { authorization: 'Bearer other' } });
  expect([received.length, other.length]).toEqual([0, 1]);
});

test('a held reply is given when it is there; one that nobody waits for is let go', async () => {
  let abandoned = 0;
  let reply: (answer: object) => void = () => undefined;
  const held = new Promise<object>((resolve) => {
    reply = resolve;
  });
  listener.expect('holds', () => ({ reply: held, abandoned: () => (abandoned += 1) }));
  const post = (signal?: AbortSignal) =>
    fetch(listener.url, {
      method: 'POST',
      headers: { authorization: 'Bearer holds' },
      body: '{"hook_event_name":"PermissionRequest"}',
      signal: signal ?? null,
    });
  const answered = post();
  const given = new AbortController();
  const left = post(given.signal);
  given.abort();
  await expect(left).rejects.toThrow();
  reply({ decision: 'allow' });
  expect(await (await answered).json()).toEqual({ decision: 'allow' });
  expect(abandoned).toBeLessThanOrEqual(1);
});
