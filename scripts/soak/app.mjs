import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import WebSocket from 'ws';
import { OP } from '../../bench/host-client.mjs';

const BIN = resolve(import.meta.dirname, '../../bin/tributary.mjs');
const run = promisify(execFile);
/** Milliseconds between looks at whether a process has gone. */
const LOOK = 50;

/** A project in a folder of its own, whose agents are shell lines by their names; everything is started. */
export async function startProject(commands) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-soak-'));
  const path = join(folder, 'repo');
  for (const name of ['user', 'home', 'repo', 'repo/plans']) mkdirSync(join(folder, name));
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, 'user'),
    TRIBUTARY_HOME: join(folder, 'home'),
    SHELL: '/bin/sh',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  writeFileSync(
    join(folder, 'user/.gitconfig'),
    '[user]\n\tname = Soak\n\temail = soak@example.invalid\n[init]\n\tdefaultBranch = main\n',
  );
  const names = Object.keys(commands);
  const agents = names.map(
    (name) => `  ${name}: { role: data, runs: { command: ${JSON.stringify(commands[name])} } }\n`,
  );
  writeFileSync(
    join(path, 'plans/soak.plan.yaml'),
    `version: 1\nfeature: soak\nbase: main\nlimits: { sessions: ${names.length}, perPhase: ${names.length} }\nagents:\n${agents.join('')}syncs:\n  all: { merges: [${names.join(', ')}] }\n`,
  );
  const options = { cwd: path, env };
  await run('git', ['init', '--quiet'], options);
  await run('git', ['add', '--all'], options);
  await run('git', ['commit', '--quiet', '--message', 'Plan'], options);
  const tributary = async (...words) =>
    JSON.parse((await run(process.execPath, [BIN, ...words, '--json'], options)).stdout);
  await tributary('trust', '--accept', (await tributary('trust')).hash);
  await tributary('start', 'all');
  const manifest = JSON.parse(readFileSync(join(folder, 'home/run/host-v1.json'), 'utf8'));
  return {
    folder,
    host: manifest,
    serve: () => serve(options),
    async remove() {
      await tributary('stop', ...names).catch(() => undefined);
      end(manifest.pid, 'SIGTERM');
      while (end(manifest.pid, 0)) await pause(LOOK);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** False when there is no such process. */
function end(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It has ended by itself.
    return false;
  }
}

/** The real app in web mode. `url` resolves to null when it was killed before it listened. */
function serve(options) {
  const child = spawn(process.execPath, [BIN, 'serve', '--no-open'], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((done) => child.once('exit', () => done(null)));
  const url = new Promise((done) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
      const found = /^Tributary: (\S+)$/m.exec(text);
      if (found) done(new URL(found[1]));
    });
  });
  return {
    pid: child.pid,
    url: Promise.race([url, gone]),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A page's wire for terminals, written from the frame format alone. `onFrame` gets op, session and payload. */
export async function openTerminals(url, onFrame) {
  const traded = await fetch(new URL('/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.origin },
    body: JSON.stringify({ token: url.hash.slice('#token='.length) }),
  });
  const cookie = traded.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${url.host}/terminals`, {
    headers: { origin: url.origin, cookie },
  });
  socket.on('message', (frame) => onFrame(frame[0], frame.readUInt32BE(1), frame.subarray(5)));
  // The app is killed on purpose.
  socket.on('error', () => undefined);
  await new Promise((done, failed) => {
    socket.once('open', done);
    socket.once('close', failed);
  });
  const send = (op, session, payload) => {
    const frame = Buffer.alloc(5 + payload.length);
    frame[0] = op;
    frame.writeUInt32BE(session, 1);
    payload.copy(frame, 5);
    socket.send(frame, () => undefined);
  };
  return {
    attach(session, { columns, rows, credit }) {
      const payload = Buffer.alloc(8);
      payload.writeUInt16BE(columns, 0);
      payload.writeUInt16BE(rows, 2);
      payload.writeUInt32BE(credit, 4);
      send(OP.attach, session, payload);
    },
    acknowledge(session, bytes) {
      const payload = Buffer.alloc(4);
      payload.writeUInt32BE(bytes);
      send(OP.ack, session, payload);
    },
    close: () => socket.terminate(),
  };
}
