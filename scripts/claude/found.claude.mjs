import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, openViewer, readScreen } from '../../src/main/core/session/session-fixture.ts';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { openClaudeStage } from './stage.mjs';

// What the real command line keeps and runs beside the app's own sessions.

/** Milliseconds for a process of the command line to do what it was asked on a busy machine. */
const PATIENCE = 30_000;

const claude = installClaude();
let model;

beforeAll(async () => {
  process.env.TRIBUTARY_CLAUDE = claude;
  model = await startMockModel({
    end: [{ text: 'All is done.' }],
    slow: [{ text: 'Thinking.', slow: 60_000 }],
  });
});

afterAll(() => model.close());

test('a background session is listed, shown in a terminal, and goes on when that is closed; an earlier conversation is taken up', async () => {
  const stage = openClaudeStage(model);
  // The command line is asked in the environment of a login shell.
  Object.assign(process.env, stage.env);
  const run = (...words) =>
    promisify(execFile)(claude, words, {
      cwd: stage.cwd,
      env: { PATH: process.env.PATH, ...stage.env },
    });
  const listed = async () => {
    const all = await stage.sessions.backgrounds();
    return all.filter(({ cwd }) => cwd === stage.cwd);
  };
  try {
    await stage.start('end');
    await stage.reaches('finished');
    const of = { agent: 'b', cwd: stage.cwd };
    const [earlier] = await stage.sessions.conversations(of);
    expect(earlier).toMatchObject({
      prompt: 'SCRIPT:end',
      conversation: stage.view().conversation,
    });
    await stage.sessions.stop(stage.key());
    expect(await stage.sessions.adopt(of, earlier.conversation)).toBe(true);
    await stage.start('slow', { agent: 'b' });
    await eventually(() => stage.view('b').message === 'Ready for a prompt', PATIENCE);
    expect(stage.view('b').conversation).toBe(earlier.conversation);

    await run('--bg', '-n', 'tidy up', 'SCRIPT:slow');
    await eventually(async () => (await listed()).length === 1, PATIENCE);
    const [{ id, name }] = await listed();
    expect(name).toBe('tidy up');
    const request = stage.request('shown', {});
    const shown = await stage.sessions.start({ ...request, attach: id, env: stage.env });
    const viewer = openViewer(stage.sessions);
    viewer.attach(shown.id, { columns: 110, rows: 36 });
    await eventually(async () => (await readScreen(viewer)).includes('SCRIPT:slow'), PATIENCE);
    await stage.sessions.stop(stage.key('shown'));
    expect((await listed()).map((one) => one.id)).toEqual([id]);
    await run('stop', id);
    await eventually(async () => (await listed()).length === 0, PATIENCE);
  } finally {
    await stage.close();
  }
});
