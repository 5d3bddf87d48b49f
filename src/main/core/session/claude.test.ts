import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { keepClaudeSessionId } from './adapters/claude-session-id.ts';
import { createStage, eventually, type Stage } from './session-fixture.ts';
import type { SessionRequest } from './sessions.ts';

/** A stand-in that says how it was called, then waits; real calls are the business of the claude suite. */
const STAND_IN = `#!${process.execPath}
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
writeFileSync('call.json.tmp', JSON.stringify({ args: process.argv.slice(2), env: process.env }));
require('node:fs').renameSync('call.json.tmp', 'call.json');
const [folder, id] = [process.env.CLAUDE_CONFIG_DIR, process.pid];
require('node:fs').mkdirSync(join(folder, 'sessions'), { recursive: true });
writeFileSync(join(folder, 'sessions', id + '.json'),
  JSON.stringify({ pid: id, status: 'waiting', waitingFor: 'permission prompt', statusUpdatedAt: Date.now() }));
setInterval(() => {}, 1000);
`;

function prepare(stage: Stage): { config: string } {
  const claude = join(stage.cwd, '..', 'claude');
  writeFileSync(claude, STAND_IN);
  chmodSync(claude, 0o755);
  vi.stubEnv('TRIBUTARY_CLAUDE', claude);
  execFileSync('git', ['init', '-q', stage.cwd]);
  return { config: join(stage.cwd, '..', 'config') };
}

interface Call {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function startAndRead(
  stage: Stage,
  config: string,
  more: Partial<SessionRequest> = {},
): Promise<Call> {
  mkdirSync(join(stage.cwd, '../assets'), { recursive: true });
  const spec = {
    prompt: "/designer don't type this",
    title: 'Designer',
    model: 'opus',
    options: {
      permissionMode: 'acceptEdits',
      allowedTools: ['Bash(git add *)', 'Edit'],
      addDirs: ['../assets'],
    },
  };
  const request = stage.request('designer', spec);
  const env = { CLAUDE_CONFIG_DIR: config, PORT: '4100' };
  await stage.sessions.start({ ...request, briefing: 'Scope: all', ...more, env });
  const path = join(stage.cwd, 'call.json');
  await eventually(() => statSync(path, { throwIfNoEntry: false }) !== undefined);
  return JSON.parse(readFileSync(path, 'utf8'));
}

beforeEach(() => vi.unstubAllEnvs());

test('claude is told everything by arguments, and its own file tells the state', async () => {
  await using stage = createStage();
  const { config } = prepare(stage);
  const { args, env } = await startAndRead(stage, config);
  expect(args[0]).toBe('--session-id');
  expect(args[1]).toMatch(/^[0-9a-f-]{36}$/);
  const settings = args[args.indexOf('--settings') + 1] ?? '';
  expect(args.slice(2)).toEqual([
    '-n',
    'checkout: Designer',
    '--settings',
    settings,
    '--append-system-prompt',
    'Scope: all',
    '--model',
    'opus',
    '--permission-mode',
    'acceptEdits',
    '--allowedTools',
    'Bash(git add *),Edit',
    `--add-dir=${join(stage.cwd, '../assets')}`,
    '--',
    "/designer don't type this",
  ]);
  expect(statSync(settings).mode & 0o777).toBe(0o600);
  const text = readFileSync(settings, 'utf8');
  expect(text).not.toContain(env['TRIBUTARY_HOOK_TOKEN'] ?? 'missing');
  expect(JSON.parse(text).hooks.Stop[0].hooks[0].url).toBe(env['TRIBUTARY_HOOK_URL']);
  expect(env['PORT']).toBe('4100');
  expect(env['NO_PROXY']).toContain('127.0.0.1');
  expect(env['VITEST']).toBeUndefined();
  await eventually(() => {
    const [view] = stage.sessions.list(stage.cwd, 'checkout');
    return view?.activity === 'needs-you' && view.needs === 'permission';
  }, 3000);
});

test('a conversation that was begun is resumed without its prompt, or forked; one that was not is begun', async () => {
  await using stage = createStage();
  const { config } = prepare(stage);
  const key = { project: stage.cwd, feature: 'checkout', agent: 'designer' };
  const first = await startAndRead(stage, config);
  await stage.sessions.stop(key);
  const again = await startAndRead(stage, config);
  expect(again.args.slice(0, 2)).toEqual(first.args.slice(0, 2));

  await stage.sessions.stop(key);
  const projects = join(config, 'projects', stage.cwd.replace(/[/.]/g, '-'));
  mkdirSync(projects, { recursive: true });
  writeFileSync(join(projects, `${first.args[1]}.jsonl`), '{"type":"user"}\n');
  writeFileSync(join(stage.cwd, 'call.json'), '{"args":[]}');
  await startAndRead(stage, config);
  await eventually(() => readFileSync(join(stage.cwd, 'call.json'), 'utf8').includes('--resume'));
  const resumed: Call = JSON.parse(readFileSync(join(stage.cwd, 'call.json'), 'utf8'));
  expect(resumed.args.slice(0, 2)).toEqual(['--resume', first.args[1]]);
  expect(resumed.args).not.toContain('--');

  await stage.sessions.stop(key);
  writeFileSync(join(stage.cwd, 'call.json'), '{"args":[]}');
  await startAndRead(stage, config, { fork: true });
  await eventually(() => readFileSync(join(stage.cwd, 'call.json'), 'utf8').includes('--fork'));
  const forked: Call = JSON.parse(readFileSync(join(stage.cwd, 'call.json'), 'utf8'));
  const own = ['--resume', first.args[1], '--fork-session', '--session-id'];
  expect(forked.args.slice(0, 4)).toEqual(own);
  expect(forked.args[4]).toMatch(/^[0-9a-f-]{36}$/);
  expect(forked.args[4]).not.toBe(first.args[1]);

  // Ended once it was in the copy, but before the copy was written down: what it was a copy of is copied again.
  await stage.sessions.stop(key);
  keepClaudeSessionId({ cwd: stage.cwd, agent: key.agent }, forked.args[4] ?? '');
  writeFileSync(join(stage.cwd, 'call.json'), '{"args":[]}');
  await startAndRead(stage, config);
  await eventually(() => readFileSync(join(stage.cwd, 'call.json'), 'utf8').includes('--fork'));
  const copied: Call = JSON.parse(readFileSync(join(stage.cwd, 'call.json'), 'utf8'));
  expect(copied.args.slice(0, 4)).toEqual(own);
  expect(copied.args).not.toContain('--');

  // Written down, it is the conversation.
  await stage.sessions.stop(key);
  const copy = copied.args[4] ?? '';
  keepClaudeSessionId({ cwd: stage.cwd, agent: key.agent }, copy);
  writeFileSync(join(projects, `${copy}.jsonl`), '{"type":"user"}\n');
  writeFileSync(join(stage.cwd, 'call.json'), '{"args":[]}');
  await startAndRead(stage, config);
  await eventually(() => readFileSync(join(stage.cwd, 'call.json'), 'utf8').includes('--resume'));
  const last: Call = JSON.parse(readFileSync(join(stage.cwd, 'call.json'), 'utf8'));
  expect(last.args.slice(0, 2)).toEqual(['--resume', copy]);
  expect(last.args).not.toContain('--fork-session');
});

test('a transcript in which nothing was said is not resumed: another conversation begins', async () => {
  await using stage = createStage();
  const { config } = prepare(stage);
  const key = { project: stage.cwd, feature: 'checkout', agent: 'designer' };
  const first = await startAndRead(stage, config);
  await stage.sessions.stop(key);
  const projects = join(config, 'projects', stage.cwd.replace(/[/.]/g, '-'));
  mkdirSync(projects, { recursive: true });
  writeFileSync(join(projects, `${first.args[1]}.jsonl`), '{"type":"custom-title"}\n');
  writeFileSync(join(stage.cwd, 'call.json'), '{"args":[]}');
  await startAndRead(stage, config);
  const path = join(stage.cwd, 'call.json');
  await eventually(() => readFileSync(path, 'utf8').includes('--session-id'));
  const again: Call = JSON.parse(readFileSync(path, 'utf8'));
  expect(again.args[1]).not.toBe(first.args[1]);
  expect(again.args.at(-1)).toBe("/designer don't type this");
});

test('an extra folder that is not there, or that holds the worktree itself, is refused by name', async () => {
  await using stage = createStage();
  prepare(stage);
  for (const [folder, why] of [
    ['/no/such/folder', 'is no folder'],
    ['..', 'holds the worktree itself'],
  ]) {
    const request = stage.request('designer', { options: { addDirs: [folder ?? ''] } });
    await expect(stage.sessions.start(request)).rejects.toMatchObject({
      code: 'session.extraFolder',
      message: `The extra folder "${folder}" ${why}${folder === '..' ? ', and with it what is not its own' : ''}.`,
    });
  }
});

test('at most two claude sessions start in five seconds', async () => {
  await using stage = createStage();
  const { config } = prepare(stage);
  const began = performance.now();
  const env = { CLAUDE_CONFIG_DIR: config };
  const starts = ['a', 'b', 'c'].map(async (agent) => {
    await stage.sessions.start({ ...stage.request(agent, {}), env });
    return performance.now() - began;
  });
  const times = await Promise.all(starts);
  const [one = 0, two = 0, three = 0] = times.sort((left, right) => left - right);
  expect(two).toBeLessThan(4000);
  expect(three - one).toBeGreaterThan(4900);
});
