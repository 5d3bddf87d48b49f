import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../../shared/wire/frames.ts';
import { connectHost } from './host-connection.ts';
import { hostDirectory } from './host-directory.ts';
import { spawnHost } from './host-process.ts';
import { programsIn } from './node-program.ts';
import {
  createStage,
  eventually,
  isRunning,
  openViewer,
  readScreen,
  type Stage,
} from './session-fixture.ts';
import type { Sessions } from './sessions.ts';

/** The next protocol, of which these tests make a host as the next version of the app would bring it. */
const NEXT = PROTOCOL_VERSION + 1;
const here = resolve(import.meta.dirname, '../../session-host');
const built = resolve(
  import.meta.dirname,
  '../../../../node_modules/.cache',
  `host-${process.pid}`,
);

beforeAll(async () => {
  const inputs = { 'session-host': 'index.ts', 'screen-worker': 'screen-worker.ts' };
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'another-protocol',
        transform: (code, id) =>
          id.endsWith('wire/frames.ts')
            ? code.replace(/PROTOCOL_VERSION = \d+/, `PROTOCOL_VERSION = ${NEXT}`)
            : null,
      },
    ],
    build: {
      ssr: true,
      outDir: built,
      rollupOptions: {
        input: Object.fromEntries(
          Object.entries(inputs).map(([name, file]) => [name, join(here, file)]),
        ),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

interface Other {
  readonly pid: number;
  /** Starts a shell line in it. */
  start(agent: string, command: string): Promise<{ readonly id: number; readonly pid: number }>;
}

/** A host of the next protocol beside that of this version, in the same folder. */
async function startOther(stage: Stage): Promise<Other> {
  const directory = hostDirectory(stage.home);
  const program = { programs: programsIn(built), version: 'next', home: stage.home };
  await spawnHost(program, directory);
  const socket = join(directory, `host-v${NEXT}.sock`);
  await eventually(() => existsSync(socket));
  const client = await connectHost(socket, { version: 'next', protocol: NEXT }, {});
  return {
    pid: client.welcome.pid,
    async start(agent, command) {
      const launch = {
        key: { project: stage.cwd, feature: 'checkout', agent },
        kind: 'command',
        file: '/bin/sh',
        args: ['-c', command],
        cwd: stage.cwd,
        env: { PATH: process.env['PATH'] ?? '' },
        columns: 100,
        rows: 30,
        configDir: null,
      };
      const answer = await client.call({ method: 'start', launch });
      return (answer as { view: { id: number; pid: number } }).view;
    },
  };
}

const agentsOf = (sessions: Sessions, stage: Stage) =>
  sessions
    .list(stage.cwd, 'checkout')
    .filter(({ alive }) => alive)
    .map(({ agent }) => agent)
    .sort();

test('sessions of a host that speaks another protocol are listed, shown, typed into and ended beside the own', async () => {
  await using stage = createStage();
  await stage.run('own', 'sleep 60');
  const other = await startOther(stage);
  try {
    const theirs = await other.start(
      'theirs',
      'echo before; read -r word; echo "got $word"; sleep 60',
    );
    await other.start('later', 'sleep 60');
    await stage.sessions.refresh();
    expect(agentsOf(stage.sessions, stage)).toEqual(['later', 'own', 'theirs']);

    const viewer = openViewer(stage.sessions);
    viewer.attach(theirs.id);
    await eventually(async () => (await readScreen(viewer)).includes('before'));
    viewer.type(theirs.id, 'this\n');
    await eventually(async () => (await readScreen(viewer)).includes('got this'));

    const again = await stage.run('theirs', 'echo a second one in the same worktree');
    expect(again, 'it goes on where it is').toMatchObject({ id: theirs.id, pid: theirs.pid });
    const key = { project: stage.cwd, feature: 'checkout', agent: 'theirs' };
    expect(await stage.sessions.stop(key)).toBe(true);
    expect(isRunning(theirs.pid)).toBe(false);
    const anew = await stage.run('theirs', 'sleep 60');
    expect(anew.id, 'in the own host now').not.toBe(theirs.id);
    expect(agentsOf(stage.sessions, stage)).toEqual(['later', 'own', 'theirs']);
    viewer.close();
  } finally {
    process.kill(other.pid, 'SIGTERM');
    await eventually(() => !isRunning(other.pid));
  }
  await eventually(() => agentsOf(stage.sessions, stage).join() === 'own,theirs');
});

test('what a dead host of another protocol left is found by the own host, which keeps it from then on', async () => {
  await using stage = createStage();
  const other = await startOther(stage);
  const theirs = await other.start('theirs', 'trap "" HUP; sleep 60');
  process.kill(other.pid, 'SIGKILL');
  await eventually(() => !isRunning(other.pid));
  const left = await stage.sessions.left(stage.cwd, 'checkout');
  expect(left.map(({ key }) => key.agent)).toEqual(['theirs']);
  const key = { project: stage.cwd, feature: 'checkout', agent: 'theirs' };
  await stage.sessions.endLeft(key);
  expect(isRunning(theirs.pid)).toBe(false);
  expect(existsSync(join(hostDirectory(stage.home), `sessions-v${NEXT}.json`))).toBe(false);
});
