import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createStage, eventually, type Stage } from './session-fixture.ts';

afterEach(() => vi.unstubAllEnvs());

/** A stand-in that says how it was called, takes a title, then waits. */
const STAND_IN = `#!${process.execPath}
const { renameSync, writeFileSync } = require('node:fs');
const name = require('node:path').basename(process.argv[1]);
writeFileSync(name + '.tmp', JSON.stringify(process.argv.slice(2)));
renameSync(name + '.tmp', name + '.json');
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

async function readWhenThere(path: string): Promise<string> {
  await eventually(() => statSync(path, { throwIfNoEntry: false }) !== undefined);
  return readFileSync(path, 'utf8');
}

const TOLD = 'Scope: all\n\nBuild it';
const ARGUMENTS = {
  codex: ['--model', 'big', '--', TOLD],
  gemini: ['--model', 'big', '--prompt-interactive', TOLD],
  opencode: ['--model', 'big', '--prompt', TOLD],
};

test('other command lines are started with briefing and prompt, in their ways; their state is never made up', async () => {
  await using stage = createStage();
  const clis = Object.keys(ARGUMENTS) as (keyof typeof ARGUMENTS)[];
  for (const runs of clis) install(stage, runs);
  for (const runs of clis) {
    const request = stage.request(runs, { runs, prompt: 'Build it', model: 'big' });
    await stage.sessions.start({ ...request, briefing: 'Scope: all' });
    const call = JSON.parse(await readWhenThere(join(stage.cwd, `${runs}.json`)));
    expect(call).toEqual(ARGUMENTS[runs]);
    const view = () => stage.sessions.list(stage.cwd, 'checkout').find((one) => one.agent === runs);
    await eventually(() => view()?.title === 'reading files');
    expect(view()).toMatchObject({ kind: 'cli', activity: 'unknown', source: 'title' });
  }

  // Any other command is given both in its environment.
  const line = 'printf %s "$TRIBUTARY_BRIEFING/$TRIBUTARY_PROMPT" > told.tmp && mv told.tmp told';
  const request = stage.request('any', { runs: { command: line }, prompt: 'Build it' });
  await stage.sessions.start({ ...request, briefing: 'Scope: all' });
  expect(await readWhenThere(join(stage.cwd, 'told'))).toBe('Scope: all/Build it');
});

test('a program that is not there is named before anything is made', async () => {
  await using stage = createStage();
  vi.stubEnv('PATH', '/nowhere');
  const { spec, project } = stage.request('a', { runs: 'opencode' });
  await expect(stage.sessions.preflight([{ spec, project }])).rejects.toMatchObject({
    code: 'session.programNotFound',
  });
});
