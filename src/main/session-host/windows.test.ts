import { expect, test } from 'vitest';
import type { Launch } from '../../shared/wire/control.ts';
import { parseWindowsProcesses } from './processes-windows.ts';
import { type SpawnConsole, startWindowsPty } from './pty-windows.ts';
import { stopWindowsTree } from './stop-windows.ts';

/** The code for Windows, as far as it can be played elsewhere: what is asked of the system, and how answers are read. */

const launch: Launch = {
  key: { project: 'C:\\work', feature: 'shop', agent: 'api' },
  kind: 'command',
  file: 'claude.exe',
  args: ['--name', 'with space'],
  cwd: 'C:\\work',
  env: { PATH: 'C:\\bin' },
  columns: 100,
  rows: 30,
  configDir: null,
};

test('a pseudo console gets the program, its size and text; its text comes back as bytes', () => {
  const said: unknown[] = [];
  let print: (text: string) => void = () => undefined;
  let end: (exit: { exitCode: number }) => void = () => undefined;
  const spawnConsole: SpawnConsole = (file, args, options) => {
    said.push(['spawn', file, args, options.cols, options.rows, options.cwd, options.env]);
    expect(options).not.toHaveProperty('encoding');
    return {
      pid: 42,
      onData: (listener) => {
        print = listener;
        return { dispose: () => undefined };
      },
      onExit: (listener) => {
        end = listener;
        return { dispose: () => undefined };
      },
      write: (text) => said.push(['write', text]),
      resize: (columns, rows) => said.push(['resize', columns, rows]),
      pause: () => said.push(['pause']),
      resume: () => said.push(['resume']),
    };
  };
  const events = {
    onData: (bytes: Uint8Array) => said.push(['data', Buffer.from(bytes).toString('hex')]),
    onExit: (exit: unknown) => said.push(['exit', exit]),
  };
  const pty = startWindowsPty(launch, events, spawnConsole);
  const typed = Buffer.from('é');
  pty.write(typed.subarray(0, 1));
  pty.write(typed.subarray(1));
  print('é');
  pty.resize({ columns: 80, rows: 24 });
  pty.pause();
  pty.resume();
  end({ exitCode: 3 });
  expect(pty.pid).toBe(42);
  expect(said).toEqual([
    ['spawn', 'claude.exe', ['--name', 'with space'], 100, 30, 'C:\\work', { PATH: 'C:\\bin' }],
    ['write', ''],
    ['write', 'é'],
    ['data', 'c3a9'],
    ['resize', 80, 24],
    ['pause'],
    ['resume'],
    ['exit', { code: 3, signal: null }],
  ]);
});

test('processes are read with their parents, unless the parent is younger than its child', () => {
  const text =
    '[{"pid":10,"parent":4,"start":"638000000000000000"},{"start":"638000000000000500","pid":11,"parent":10},' +
    '{"pid":12,"parent":13,"start":"638000000000000100"},{"pid":13,"parent":4,"start":"638000000000000900"},' +
    '{"pid":4,"parent":0,"start":null}]';
  const parents = parseWindowsProcesses(text).map(({ pid, parent }) => [pid, parent]);
  expect(parents).toEqual([
    [10, -1],
    [11, 10],
    [12, -1],
    [13, -1],
    [4, -1],
  ]);
  expect(parseWindowsProcesses('{"pid":1,"parent":0,"start":"5"}')).toHaveLength(1);
});

test('a tree is asked to end, then ended by force, each member with what it started', async () => {
  const said: string[] = [];
  const looks = [[{ pid: 10 }, { pid: 11 }], [{ pid: 11 }]];
  const stopped = await stopWindowsTree({
    members: () => looks.shift() ?? [],
    taskkill: async (args) => {
      said.push(args.join(' '));
    },
    pause: async (milliseconds) => said.push(`${milliseconds} ms`),
  });
  expect(stopped).toBe(true);
  expect(said).toEqual(['/PID 10 /T', '/PID 11 /T', '2000 ms', '/PID 11 /T /F']);
  expect(
    await stopWindowsTree({
      members: () => [],
      taskkill: async () => undefined,
      pause: async () => undefined,
    }),
  ).toBe(false);
});
