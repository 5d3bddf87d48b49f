import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeStreamFrame, FrameSplitter } from '../../../shared/wire/frame-stream.ts';
import { OP, PROTOCOL_VERSION } from '../../../shared/wire/frames.ts';
import { decodeJson, encodeJson } from '../../../shared/wire/json-payload.ts';
import { connectHost } from './host-connection.ts';

const control = (message: unknown) => encodeStreamFrame(OP.control, 0, encodeJson(message));

const WELCOME = {
  kind: 'welcome',
  protocol: PROTOCOL_VERSION,
  version: 'x',
  pid: 1,
  capabilities: [],
  hookUrl: 'http://127.0.0.1:1',
};

test('what was told right after an answer is taken in after it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-connection-'));
  const path = join(folder, 'sock');
  const server = createServer((socket) => {
    const splitter = new FrameSplitter();
    socket.on('data', (chunk) => {
      for (const frame of splitter.push(chunk)) {
        const asked = decodeJson(frame.payload) as { kind: string; id: number };
        if (asked.kind === 'hello') socket.write(control(WELCOME));
        else {
          const reply = { kind: 'reply', id: asked.id, ok: true, value: null };
          // In one piece, as a busy host sends them.
          socket.write(
            Buffer.concat([control(reply), control({ kind: 'sessions', sessions: [] })]),
          );
        }
      }
    });
  });
  await new Promise<void>((done) => server.listen(path, done));
  const order: string[] = [];
  const host = await connectHost(path, { version: 'x' }, { onSessions: () => order.push('told') });
  await host.call({ method: 'list' });
  order.push('answered');
  await expect.poll(() => order).toEqual(['answered', 'told']);
  host.close();
  server.close();
  rmSync(folder, { recursive: true });
});
