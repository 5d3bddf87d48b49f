import { request } from 'node:http';
import WebSocket from 'ws';
import { expect, test } from './support/test.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** A bare request: nothing is added that a browser would add. */
function send(
  url: URL,
  options: { method?: string; headers?: Record<string, string>; body?: string; path?: string },
): Promise<Answer> {
  return new Promise((done, failed) => {
    const outgoing = request(
      {
        host: url.hostname,
        port: url.port,
        path: options.path ?? '/',
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers }),
        );
      },
    );
    outgoing.on('error', failed);
    outgoing.end(options.body);
  });
}

/** Tries a WebSocket and tells whether it was let in. */
function knock(
  url: URL,
  plane: string,
  headers: Record<string, string>,
): Promise<'open' | 'refused'> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://${url.host}/${plane}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      done('open');
    });
    socket.on('error', () => done('refused'));
  });
}

test('the web shell lets in its own page with its own token, and nobody else', async ({
  workspace,
}) => {
  const repository = await workspace.repository('repo', { 'a.txt': 'a\n' });
  const served = await workspace.serve(repository, 'serve');
  const url = new URL(served.url);
  const token = url.hash.slice('#token='.length);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const origin = url.origin;
  const exchange = (body: unknown, headers: Record<string, string>) =>
    send(url, { method: 'POST', path: '/session', headers, body: JSON.stringify(body) });

  const page = await send(url, {});
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.headers['access-control-allow-origin']).toBeUndefined();
  expect((await send(url, { headers: { host: 'evil.example' } })).status).toBe(403);
  expect((await send(url, { path: '/../../package.json' })).status).toBe(404);
  expect((await send(url, { path: '/%2e%2e/%2e%2e/package.json' })).status).toBe(404);
  expect((await send(url, { method: 'DELETE' })).status).toBe(405);

  expect((await exchange({ token: 'wrong' }, { origin })).status).toBe(401);
  expect((await exchange({ token }, {})).status).toBe(403);
  expect((await exchange({ token }, { origin: 'http://evil.example' })).status).toBe(403);
  expect((await exchange({ token, more: 'x'.repeat(2000) }, { origin })).status).toBe(413);
  const signed = await exchange({ token }, { origin });
  expect(signed.status).toBe(204);
  const cookie = String(signed.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);

  for (const plane of ['control', 'terminals']) {
    const good = { origin, cookie: cookie.split(';')[0] ?? '' };
    expect(await knock(url, plane, good)).toBe('open');
    expect(await knock(url, plane, { origin })).toBe('refused');
    expect(await knock(url, plane, { cookie: good.cookie })).toBe('refused');
    expect(await knock(url, plane, { ...good, origin: 'http://evil.example' })).toBe('refused');
    expect(await knock(url, plane, { ...good, host: 'evil.example' })).toBe('refused');
    expect(await knock(url, plane, { ...good, cookie: `${good.cookie}x` })).toBe('refused');
  }
  expect(await knock(url, 'other', { origin, cookie: cookie.split(';')[0] ?? '' })).toBe('refused');
});
