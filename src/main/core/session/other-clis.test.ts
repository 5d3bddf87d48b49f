import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createStage, eventually, type Stage } from './session-fixture.ts';

afterEach(() => vi.unstubAllEnvs());

/** A stand-in that says how it was called, takes a title, then waits. */
const STAND_IN = `#!${process.execPath}
const { renameSync, writeFileSync } = require('node:fs');
writeFileSync('call.tmp', JSON.stringify({ args: process.argv.slice(2), prompt: process.env.TRIBUTARY_PROMPT }));
renameSync('call.tmp', 'call.json');
process.stdout.write('\\x1b]0;reading files\\x07');
process.stdin.once('data', () => process.exit(0));
`;

function install(stage: Stage, name: string): void {
  const folder = join(stage.cwd, '../bin');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, STAND_IN);
  chmodSync(path, 0o755);
  vi.stubEnv('PATH', [folder, process.env['PATH']].join(delimiter));
}

async function callOf(stage: Stage): Promise<unknown> {
  const path = join(stage.cwd, 'call.json');
  await eventually(() => statSync(path, { throwIfNoEntry: false }) !== undefined);
  return JSON.parse(readFileSync(path, 'utf8'));
}

test.each([
  ['codex', ['--model', 'big', '--', 'Scope: all\n\nBuild it']],
  ['gemini', ['--model', 'big', '--prompt-interactive', 'Scope: all\n\nBuild it']],
  ['opencode', ['--model', 'big', '--prompt', 'Scope: all\n\nBuild it']],
] as const)(
  '%s is started with its briefing and prompt; its state is never made up',
  async (runs, args) => {
    await using stage = createStage();
    install(stage, runs);
    const request = stage.request('a', { runs, prompt: 'Build it', model: 'big' });
    await stage.sessions.start({ ...request, briefing: 'Scope: all' });
    expect(await callOf(stage)).toMatchObject({ args });
    const view = () => stage.sessions.list(stage.cwd, 'checkout')[0];
    await eventually(() => view()?.title === 'reading files');
    expect(view()).toMatchObject({ kind: 'cli', activity: 'unknown', source: 'title' });
  },
);

test('a program that is not there is named before anything is made', async () => {
  await using stage = createStage();
  vi.stubEnv('PATH', '/nowhere');
  const { spec, project } = stage.request('a', { runs: 'opencode' });
  await expect(stage.sessions.preflight([{ spec, project }])).rejects.toMatchObject({
    code: 'session.programNotFound',
  });
});

test('any other command is given briefing and prompt in its environment', async () => {
  await using stage = createStage();
  const line = 'printf %s "$TRIBUTARY_BRIEFING/$TRIBUTARY_PROMPT" > told.tmp && mv told.tmp told';
  const request = stage.request('a', { runs: { command: line }, prompt: 'Build it' });
  await stage.sessions.start({ ...request, briefing: 'Scope: all' });
  const path = join(stage.cwd, 'told');
  await eventually(() => statSync(path, { throwIfNoEntry: false }) !== undefined);
  expect(readFileSync(path, 'utf8')).toBe('Scope: all/Build it');
});
