import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';
import { createSessions } from './create-sessions.ts';
import { connectHost } from './host-connection.ts';
import { hostDirectory, hostSocket } from './host-directory.ts';
import { programsIn } from './node-program.ts';
import {
  createStage,
  eventually,
  hostScript,
  isRunning,
  openViewer,
  type Stage,
} from './session-fixture.ts';

function hostPid(stage: Stage): number {
  const status = stage.sessions.status();
  if (status.state !== 'connected') throw new Error(`The host is ${status.state}`);
  return status.pid;
}

describe('the session host', () => {
  test('outlives a killed app: the same processes, the same screen, in half a second', async () => {
    await using stage = createStage();
    const app = await bundleApp(stage);
    const child = spawn(process.execPath, [app, stage.home, stage.cwd], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const printed = await new Promise<string>((done) =>
      child.stdout.once('data', (d) => done(`${d}`)),
    );
    const pids: number[] = JSON.parse(printed);
    expect(pids).toHaveLength(8);
    child.kill('SIGKILL');
    rmSync(app);
    await new Promise((done) => child.once('exit', done));

    const began = performance.now();
    await stage.sessions.refresh();
    const views = stage.sessions.list(stage.cwd, 'checkout');
    const viewer = openViewer(stage.sessions);
    for (const view of views) viewer.attach(view.id);
    await eventually(() => viewer.snapshots.filter((part) => part.part === 2).length === 8);
    expect(performance.now() - began).toBeLessThan(500);

    expect(views.map((view) => view.pid).sort()).toEqual(pids.sort());
    for (const pid of pids) expect(isRunning(pid)).toBe(true);
    const screens = viewer.snapshots.filter((part) => part.part === 0);
    for (const screen of screens)
      expect(Buffer.from(screen.bytes).toString()).toContain('from the app');
  });

  test('is one for each home: a second one ends with 3, concurrent apps share the first', async () => {
    await using stage = createStage();
    const others = [stage.another(), stage.another(), stage.another()];
    const started = await Promise.all(
      others.map((sessions, index) =>
        sessions.start(stage.request(`a${index}`, { runs: { command: 'sleep 60' } })),
      ),
    );
    expect(new Set(started.map((view) => view.id)).size).toBe(3);
    const pids = others.map((sessions) => sessions.status());
    expect(new Set(pids.map((status) => JSON.stringify(status))).size).toBe(1);
    const second = spawnSync(process.execPath, [
      hostScript,
      '--directory',
      hostDirectory(stage.home),
      '--version',
      'x',
    ]);
    expect(second.status).toBe(3);
  });

  test('takes the place of a dead one: stale socket and manifest are replaced', async () => {
    await using stage = createStage();
    const directory = hostDirectory(stage.home);
    await stage.run('a', 'sleep 60');
    const first = hostPid(stage);
    process.kill(first, 'SIGKILL');
    await eventually(() => stage.sessions.status().state === 'lost');
    expect(existsSync(hostSocket(directory))).toBe(true);
    const [lost] = stage.sessions.list(stage.cwd, 'checkout');
    expect(lost).toMatchObject({ alive: false, activity: 'exited' });

    const again = await stage.run('a', 'sleep 60');
    expect(again.alive).toBe(true);
    expect(hostPid(stage)).not.toBe(first);
    expect(again.id).not.toBe(lost?.id);
    expect(readdirSync(directory).sort()).toEqual([
      'host-v1.json',
      'host-v1.sock',
      'sessions-v1.json',
    ]);
  });

  test('keeps its socket to its user, and refuses a folder that others may enter', async () => {
    await using stage = createStage();
    await stage.run('a', 'true');
    const directory = hostDirectory(stage.home);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(hostSocket(directory)).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'host-v1.json')).mode & 0o777).toBe(0o600);

    const open = join(stage.cwd, 'open');
    mkdirSync(open);
    chmodSync(open, 0o755);
    const host = spawnSync(process.execPath, [hostScript, '--directory', open, '--version', 'x']);
    expect(host.status).not.toBe(0);
    expect(host.stderr.toString()).toContain('nobody else may enter');
  });

  test('takes a short path when the home is too deep for a socket', () => {
    const deep = join('/home/somebody', 'd'.repeat(90));
    expect(hostDirectory(deep).startsWith(tmpdir())).toBe(true);
    expect(hostDirectory('/home/somebody/.config/tributary')).toBe(
      '/home/somebody/.config/tributary/run',
    );
  });

  test('closes a client that speaks another protocol or garbage, and serves the others', async () => {
    await using stage = createStage();
    await stage.run('a', 'sleep 60');
    const path = hostSocket(hostDirectory(stage.home));
    const lengths = ['ffffffff', '00000000', '0000000520000000007b'];
    for (const garbage of lengths) {
      const closed = await new Promise<boolean>((done) => {
        const socket = connectRaw(path, Buffer.from(garbage, 'hex'));
        socket.once('close', () => done(true));
      });
      expect(closed).toBe(true);
    }
    await stage.sessions.refresh();
    expect(stage.sessions.list(stage.cwd, 'checkout')[0]?.alive).toBe(true);
  });

  test('that cannot start is said at once, with where to look', async () => {
    await using stage = createStage();
    const hostless = createSessions({
      home: stage.home,
      programs: programsIn(join(stage.cwd, 'missing')),
      version: 'x',
    });
    const began = performance.now();
    const started = hostless.start(stage.request('a', { runs: { command: 'true' } }));
    await expect(started).rejects.toMatchObject({ code: 'host.notStarted', exit: 3 });
    expect(performance.now() - began).toBeLessThan(8000);
    await hostless.dispose();
  });

  test('is not waited for when what listens is no host', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-host-'));
    const path = join(folder, 'x.sock');
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((done) => server.listen(path, done));
    await expect(connectHost(path, { version: 'x' }, {})).rejects.toMatchObject({
      code: 'host.lost',
    });
    server.close();
    rmSync(folder, { recursive: true });
  });
});

function connectRaw(path: string, bytes: Buffer) {
  const socket = connect(path);
  socket.on('error', () => undefined);
  socket.write(bytes);
  socket.resume();
  return socket;
}

/** An app as a process of its own that can be killed: starts eight sessions and says their pids. */
async function bundleApp(stage: Stage): Promise<string> {
  const source = join(stage.cwd, 'app.ts');
  const session = resolve(import.meta.dirname, 'create-sessions.ts');
  writeFileSync(
    source,
    `import { createSessions } from ${JSON.stringify(session)};
    const [home, cwd] = process.argv.slice(2);
    const node = { file: process.execPath, env: {} };
    const programs = async () => ({ node, scripts: ${JSON.stringify(dirname(hostScript))} });
    const sessions = createSessions({ home, programs, version: 'x' });
    const views = await Promise.all(Array.from({ length: 8 }, (_, index) => sessions.start({
      project: cwd, feature: 'checkout', agent: 'a' + index, cwd, briefing: '', env: {},
      spec: { role: 'x', runs: { command: 'echo from the app; sleep 60' } } })));
    setTimeout(() => console.log(JSON.stringify(views.map((view) => view.pid))), 300);`,
  );
  const outDir = resolve(
    import.meta.dirname,
    '../../../../node_modules/.cache',
    `app-${process.pid}`,
  );
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: source, outDir, rollupOptions: { output: { entryFileNames: 'app.mjs' } } },
  });
  const bundled = readFileSync(join(outDir, 'app.mjs'));
  rmSync(outDir, { recursive: true });
  const placed = join(resolve(outDir, '..'), `app-${process.pid}.mjs`);
  writeFileSync(placed, bundled);
  return placed;
}
