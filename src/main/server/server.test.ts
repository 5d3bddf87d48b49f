import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../api/app.ts';
import { startServer, type WebServer } from './server.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const REQUESTS = FULL ? 10_000 : 1_000;
/** Connections open at a time. */
const AT_ONCE = 50;

const folder = mkdtempSync(join(tmpdir(), 'tributary-server-'));
let app: App;
let server: WebServer;
let port = 0;
const lost: unknown[] = [];
const note = (thrown: unknown) => void lost.push(thrown);

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  app = createApp({ home: join(folder, 'home'), scripts: folder, version: 'test' });
  server = await startServer(app, { renderer: folder, port: 0, initial: null });
  port = Number(new URL(server.url).port);
  process.on('uncaughtException', note);
});
afterAll(async () => {
  process.off('uncaughtException', note);
  await server.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes as they are, and resolves with what came back until the connection was closed. */
function raw(bytes: string, { reset = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes, 'latin1');
      if (reset) socket.resetAndDestroy();
    });
    const done = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(300, done);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n\r\n')) done();
    });
    socket.on('error', done);
    socket.on('close', done);
  });
}

/** A generator of numbers below 1 that gives the same ones for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const TARGETS = [
  '/',
  '//',
  '///',
  '*',
  'http://',
  'http://[',
  '/%',
  '/\x00',
  '/control',
  '/session',
  '?',
];
const METHODS = ['GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'GÉT', ''];
const HEADERS = (host: string) => [
  `Host: ${host}`,
  'Host: evil.example',
  `Origin: http://${host}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Key: short',
  'Content-Length: 999999999999999999999',
  'Content-Length: -1',
  'Transfer-Encoding: chunked',
  'Cookie: tributary-0=x; ; =; tributary',
  `X: ${'y'.repeat(20_000)}`,
  ': nothing',
  'Bad Header',
];

test('no request without a session ends the server', async () => {
  process.stdout.write(`server: ${REQUESTS} raw requests\n`);
  const next = random(20_261_129);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item;
  const headers = HEADERS(`127.0.0.1:${port}`);
  for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, () => {
      const lines = Array.from({ length: Math.floor(next() * 9) }, () => pick(headers));
      const text = `${pick(METHODS)} ${pick(TARGETS)} HTTP/1.${pick(['0', '1', '9'])}\r\n${lines.join('\r\n')}\r\n\r\n`;
      const cut = next() < 0.2 ? text.slice(0, Math.floor(next() * text.length)) : text;
      return { bytes: cut, reset: next() < 0.3 };
    });
    await Promise.all(batch.map(({ bytes, reset }) => raw(bytes, { reset })));
  }
  expect(lost).toEqual([]);
  const answer = await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  expect(answer).toContain('200 OK');
}, 120_000);

test('an upgrade to a malformed target is refused, whatever its headers', async () => {
  const host = `127.0.0.1:${port}`;
  const upgrade = `Host: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket`;
  const answer = await raw(`GET // HTTP/1.1\r\n${upgrade}\r\n\r\n`);
  expect(answer).toContain('403 Forbidden');
  expect(lost).toEqual([]);
});

test('a request that does not come to its end is cut off', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Le`);
  await closed;
}, 30_000);
