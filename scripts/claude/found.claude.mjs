import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { knownClaudeSessionId } from '../../src/main/core/session/adapters/claude-session-id.ts';
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
    more: [{ text: 'More was done.' }],
    slow: [{ text: 'Thinking.', slow: 60_000 }],
  });
});

afterAll(() => model.close());

test('a conversation goes on in a copy of it, and stays as it is', async () => {
  const stage = openClaudeStage(model);
  try {
    await stage.start('end');
    await stage.reaches('finished');
    const { conversation, transcript } = stage.view();
    await stage.sessions.stop(stage.key());
    const said = readFileSync(transcript, 'utf8');
    await stage.start('end', { fork: true });
    const ready = () =>
      eventually(() => stage.view().message === 'Ready for a prompt', PATIENCE).catch(() => {
        throw new Error(`Not ready: ${stage.story()} ${JSON.stringify(stage.view())}`);
      });
    await ready();
    const copy = stage.view().conversation;
    expect(copy).not.toBe(conversation);
    expect(knownClaudeSessionId({ cwd: stage.cwd, agent: 'a' })).toBe(copy);
    // Killed before a word was said in the copy, what was said before is still what it goes on with.
    process.kill(stage.view().pid, 'SIGKILL');
    await eventually(() => !stage.view().alive);
    await stage.start('end');
    await ready();
    const turn = await stage.turn('more');
    await stage.reaches('finished', turn);
    const { body } = model.requests.findLast((one) => one.body.includes('SCRIPT:more'));
    expect(body).toContain('All is done.');
    expect(readFileSync(transcript, 'utf8')).toBe(said);
    expect(stage.view().transcript).not.toBe(transcript);
  } finally {
    await stage.close();
  }
});

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
    // The command line writes down what was said a moment after it has said it.
    await eventually(async () => (await stage.sessions.conversations(of)).length > 0, PATIENCE);
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
