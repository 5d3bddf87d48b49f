import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A session host of its own and the smallest client of it, written from the frame format alone. */

export const OP = {
  attach: 1,
  detach: 2,
  input: 3,
  ack: 5,
  snapshot: 16,
  output: 17,
  exit: 18,
  resized: 20,
  control: 32,
};
const out = resolve(import.meta.dirname, '../out/main');

export async function startHost() {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  const args = [join(out, 'session-host.js'), '--directory', join(folder, 'run')];
  const host = spawn(process.execPath, [...args, '--version', 'bench'], { stdio: 'inherit' });
  const socket = join(folder, 'run', 'host-v1.sock');
  return {
    folder,
    pid: host.pid,
    connect: () => connectHost(socket),
    async stop() {
      host.kill('SIGTERM');
      await new Promise((done) => host.once('exit', done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client of the host that listens there, or soon will. */
export async function connectHost(path) {
  for (let left = 500; ; left -= 1) {
    try {
      return await connectOnce(path);
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((done) => setTimeout(done, 10));
    }
  }
}

function connectOnce(path) {
  return new Promise((done, failed) => {
    const socket = connect(path);
    const listeners = new Set();
    const waiting = new Map();
    let calls = 0;
    let parts = [];
    let length = 0;

    function send(op, session, payload) {
      const frame = Buffer.alloc(9 + payload.length);
      frame.writeUInt32BE(5 + payload.length, 0);
      frame[4] = op;
      frame.writeUInt32BE(session, 5);
      Buffer.from(payload).copy(frame, 9);
      socket.write(frame);
    }
    const client = {
      send,
      close: () => socket.destroy(),
      onFrame: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      call(message) {
        calls += 1;
        const id = calls;
        send(OP.control, 0, JSON.stringify({ ...message, kind: 'call', id }));
        return new Promise((reply) => waiting.set(id, reply));
      },
      attach(session, credit = 512 * 1024) {
        const payload = Buffer.alloc(8);
        payload.writeUInt32BE(credit, 4);
        send(OP.attach, session, payload);
      },
      acknowledge(session, bytes) {
        const payload = Buffer.alloc(4);
        payload.writeUInt32BE(bytes);
        send(OP.ack, session, payload);
      },
    };
    function onFrame(frame) {
      const [op, session, payload] = [frame[0], frame.readUInt32BE(1), frame.subarray(5)];
      if (op !== OP.control) {
        for (const listener of listeners) listener(op, session, payload);
        return;
      }
      const message = JSON.parse(payload.toString());
      if (message.kind === 'welcome') done(client);
      if (message.kind === 'reply') waiting.get(message.id)?.(message);
    }
    socket.on('connect', () =>
      send(OP.control, 0, JSON.stringify({ kind: 'hello', protocol: 1, version: 'bench' })),
    );
    socket.on('data', (chunk) => {
      parts.push(chunk);
      length += chunk.length;
      for (;;) {
        if (length < 4) return;
        if (parts[0].length < 4) parts = [Buffer.concat(parts)];
        const size = parts[0].readUInt32BE(0) + 4;
        if (length < size) return;
        if (parts[0].length < size) parts = [Buffer.concat(parts)];
        const frame = parts[0].subarray(4, size);
        parts[0] = parts[0].subarray(size);
        length -= size;
        onFrame(frame);
      }
    });
    socket.on('error', failed);
  });
}

let agents = 0;

/** Starts a shell line in the host and shows it, once its snapshot is there. */
export async function startShown(host, client, command, options = {}) {
  agents += 1;
  const launch = {
    key: { project: '/bench', feature: 'bench', agent: `a${agents}` },
    kind: 'command',
    file: '/bin/sh',
    args: ['-c', command],
    cwd: host.folder,
    env: { PATH: process.env.PATH, HOME: host.folder },
    columns: 120,
    rows: 36,
    configDir: null,
  };
  const { value } = await client.call({ method: 'start', launch });
  const { id: session, pid } = value.view;
  if (!options.hidden) await shown(client, session);
  return { session, pid, key: launch.key };
}

export function shown(client, session) {
  return new Promise((done) => {
    const stop = client.onFrame((op, id, payload) => {
      if (op !== OP.snapshot || id !== session || payload[4] !== 2) return;
      stop();
      done();
    });
    client.attach(session);
  });
}
