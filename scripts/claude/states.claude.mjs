import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../src/main/core/session/session-fixture.ts';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { openClaudeStage } from './stage.mjs';

// What a real session does, and what is said of it meanwhile. Every story is the whole of what was ever shown: a
// "finished" too many makes it another story.

/** Milliseconds: what is promised to a person, and the slack for a machine that runs seven sessions at once. */
const NEEDS_YOU_WITHIN = 1000;
const OTHERS_WITHIN = 3000;
const SLACK = 1500;

const bash = (command, more = {}) => ({
  name: 'Bash',
  input: { command, description: 'd', ...more },
});
const question = {
  question: 'Which colour?',
  header: 'Colour',
  multiSelect: false,
  options: [
    { label: 'Red', description: 'warm' },
    { label: 'Blue', description: 'cold' },
  ],
};
const failure = (status, type, message, headers) => {
  const turn = { error: { status, type, message, headers } };
  return [turn, turn, turn, turn];
};

let model;
const delays = [];

beforeAll(async () => {
  process.env.TRIBUTARY_CLAUDE = installClaude();
  model = await startMockModel({
    end: [{ text: 'All is done.' }],
    slow: [{ text: 'Thinking.', slow: 60_000 }],
    asks: [{ tools: [bash('touch made')] }, { text: 'Went on.' }],
    question: [
      { tools: [{ name: 'AskUserQuestion', input: { questions: [question] } }] },
      { text: 'Noted.' },
    ],
    subagent: [
      {
        tools: [
          {
            name: 'Agent',
            input: {
              description: 'look',
              prompt: 'SCRIPT:inner',
              subagent_type: 'general-purpose',
            },
          },
        ],
      },
      { text: 'Waits for the other.' },
    ],
    inner: [{ tools: [{ name: 'Write', input: { file_path: '{cwd}/inner', content: 'x\n' } }] }],
    background: [
      { tools: [bash('sleep 4', { run_in_background: true })] },
      { text: 'It runs in the background.' },
    ],
    login: failure(401, 'authentication_error', 'invalid x-api-key'),
    busy: failure(429, 'rate_limit_error', 'This request would exceed the rate limit.'),
    used: failure(429, 'rate_limit_error', "You've hit your weekly limit, resets at 5pm"),
    broken: failure(500, 'api_error', 'Internal server error'),
    first: [{ tools: [bash('sleep 3')] }, { text: 'First.' }],
    second: [{ text: 'Second.' }],
  });
});

afterAll(async () => {
  await model.close();
  console.log(`Delays in ms: ${delays.map(([what, ms]) => `${what} ${ms}`).join(', ')}`);
});

function soon(what, delay, limit = OTHERS_WITHIN) {
  delays.push([what, Math.round(delay)]);
  expect(delay, what).toBeLessThan(limit + SLACK);
}

/** When the model last gave this turn of a script. */
const served = (name, step = 0) =>
  model.served.findLast((one) => one.name === name && one.step === step)?.at ?? 0;

/** What one started session shows from its start on; a prompt is not always seen to be waited for. */
const story = (...states) => new RegExp(`^starting (unknown )?${states.join(' ')}$`);

/** A test with a stage of its own. */
const scenario =
  (options, body) =>
  async (...given) => {
    const stage = openClaudeStage(model, options);
    try {
      await body(stage, ...given);
    } finally {
      await stage.close();
    }
  };

/** Nothing more is shown for as long as any state may take to show. */
const settles = () => new Promise((resolve) => setTimeout(resolve, OTHERS_WITHIN));

describe.concurrent('the real command line', () => {
  test(
    'the end of a turn; hooks of the user go on',
    scenario({}, async (stage) => {
      await stage.start('end');
      const at = await stage.reaches('finished');
      soon('finished', at - served('end'));
      expect(stage.view().message).toBe('All is done.');
      expect(stage.view().source).toBe('hooks');
      await eventually(() => existsSync(join(stage.folder, 'own-hook')));
      await settles();
      expect(stage.story()).toMatch(story('working', 'finished'));
    }),
  );

  test.each([
    ['Esc', '\x1b'],
    ['Ctrl-C', '\x03'],
  ])(
    '%s in the middle of a turn',
    scenario({}, async (stage, name, key) => {
      await stage.start('slow');
      await stage.reaches('working');
      await eventually(() => served('slow') > 0 && stage.view().activity === 'working');
      // The key is lost while the command line still draws its first frame of the turn.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const pressed = Date.now();
      stage.type(key);
      soon(name, (await stage.reaches('interrupted')) - pressed);
      await settles();
      expect(stage.story()).toMatch(story('working', 'interrupted'));
    }),
  );

  test(
    'a permission, allowed in the terminal',
    scenario({}, async (stage) => {
      await stage.start('asks');
      const asked = await stage.reaches('needs-you');
      expect(stage.view()).toMatchObject({ needs: 'permission', message: 'Bash: touch made' });
      // Keys sent before the dialog has settled are not taken.
      await new Promise((resolve) => setTimeout(resolve, 800));
      stage.type('\r');
      await stage.reaches('finished', { since: asked });
      expect(existsSync(join(stage.cwd, 'made'))).toBe(true);
      expect(stage.story()).toMatch(story('working', 'needs-you', 'working', 'finished'));
      expect(await stage.sessions.asked(stage.key(), 'gone')).toBeNull();
    }),
  );

  test(
    'a permission, denied in the terminal',
    scenario({}, async (stage) => {
      await stage.start('asks');
      await stage.reaches('needs-you');
      await new Promise((resolve) => setTimeout(resolve, 800));
      const pressed = Date.now();
      stage.type('\x1b');
      soon('denied', (await stage.reaches('interrupted')) - pressed);
      await settles();
      expect(existsSync(join(stage.cwd, 'made'))).toBe(false);
      expect(stage.story()).toMatch(story('working', 'needs-you', '(working )?interrupted'));
      expect(stage.view().ask).toBeNull();
    }),
  );

  test(
    'a permission, allowed from the inbox',
    scenario({}, async (stage) => {
      await stage.start('asks');
      const asked = await stage.reaches('needs-you');
      soon('needs you', asked - served('asks'), NEEDS_YOU_WITHIN);
      const { ask } = stage.view();
      const request = await stage.sessions.asked(stage.key(), ask);
      expect(request).toMatchObject({ tool: 'Bash', input: { command: 'touch made' } });
      expect(await stage.sessions.answer(stage.key(), ask, { behavior: 'allow' })).toBe(true);
      expect(await stage.sessions.answer(stage.key(), ask, { behavior: 'allow' })).toBe(false);
      await stage.reaches('finished');
      expect(existsSync(join(stage.cwd, 'made'))).toBe(true);
      expect(stage.story()).toMatch(story('working', 'needs-you', 'working', 'finished'));
    }),
  );

  test(
    'a permission, denied from the inbox with a reason',
    scenario({}, async (stage) => {
      await stage.start('asks');
      await stage.reaches('needs-you');
      const decision = { behavior: 'deny', message: 'use the other folder' };
      await stage.sessions.answer(stage.key(), stage.view().ask, decision);
      await stage.reaches('finished');
      expect(existsSync(join(stage.cwd, 'made'))).toBe(false);
      expect(model.requests.some(({ body }) => body.includes('use the other folder'))).toBe(true);
      expect(stage.story()).toMatch(story('working', 'needs-you', 'working', 'finished'));
    }),
  );

  test(
    'a question, answered from the inbox',
    scenario({}, async (stage) => {
      await stage.start('question');
      soon('question', (await stage.reaches('needs-you')) - served('question'), NEEDS_YOU_WITHIN);
      expect(stage.view()).toMatchObject({ needs: 'question', message: 'Which colour?' });
      const { ask } = stage.view();
      const { input } = await stage.sessions.asked(stage.key(), ask);
      const answers = { 'Which colour?': 'Blue' };
      await stage.sessions.answer(stage.key(), ask, {
        behavior: 'allow',
        updatedInput: { ...input, answers },
      });
      await stage.reaches('finished');
      const told = model.requests.some(({ body }) => /Which colour\?[^}]{0,40}Blue/.test(body));
      expect(told).toBe(true);
      expect(stage.story()).toMatch(story('working', 'needs-you', 'working', 'finished'));
    }),
  );

  test(
    'a subagent asks after its main turn has ended',
    scenario({}, async (stage) => {
      await stage.start('subagent');
      await stage.reaches('needs-you');
      await settles();
      expect(stage.view()).toMatchObject({ activity: 'needs-you', needs: 'permission' });
      await stage.sessions.answer(stage.key(), stage.view().ask, { behavior: 'allow' });
      await stage.reaches('finished');
      expect(readFileSync(join(stage.cwd, 'inner'), 'utf8')).toBe('x\n');
      expect(stage.story()).toMatch(story('working', 'needs-you', 'working', 'finished'));
    }),
  );

  test(
    'a background task that outlives its turn',
    scenario({}, async (stage) => {
      await stage.start('background', { tools: ['Bash(sleep *)'] });
      await eventually(() => stage.view()?.background === 1, 20_000);
      expect(stage.view().activity).toBe('working');
      await stage.reaches('finished');
      expect(stage.view().background).toBe(0);
      expect(stage.story()).toMatch(story('working', 'finished'));
    }),
  );

  test(
    'queued prompts: finished is said once, at the end of the last',
    scenario({}, async (stage) => {
      await stage.start('first', { tools: ['Bash(sleep *)'] });
      await stage.reaches('working');
      await eventually(() => stage.view().message?.startsWith('Bash: sleep') === true);
      stage.type('SCRIPT:second\r');
      await stage.reaches('finished');
      await settles();
      expect(served('second')).toBeGreaterThan(0);
      expect(stage.view().message).toBe('Second.');
      expect(stage.story()).toMatch(story('working', 'finished'));
    }),
  );

  test(
    '/clear begins another conversation',
    scenario({}, async (stage) => {
      await stage.start('end');
      const finished = await stage.reaches('finished');
      const before = stage.view().conversation;
      stage.type('/clear\r');
      await stage.reaches('unknown', { since: finished });
      expect(stage.view().message).toBe('Ready for a prompt');
      expect(stage.view().conversation).not.toBe(before);
      expect(await stage.sessions.prompt(stage.key(), 'SCRIPT:end')).toBe('sent');
      await stage.reaches('finished', { since: finished + 1 });
      expect(stage.story()).toMatch(story('working', 'finished', 'unknown', 'working', 'finished'));
    }),
  );

  test.each([
    ['login', 'login-lost'],
    ['busy', 'rate-limited'],
    ['used', 'usage-limit'],
    ['broken', 'turn-error'],
  ])(
    '%s: %s',
    scenario({}, async (stage, script, state) => {
      await stage.start(script);
      const at = await stage.reaches(state);
      soon(state, at - model.served.findLast((one) => one.name === script && one.at <= at).at);
      await settles();
      expect(stage.story()).toMatch(story('working', state));
    }),
  );

  test(
    'a kill, a crash, and an end in the terminal',
    scenario({}, async (stage) => {
      const killed = await stage.start('slow');
      await stage.reaches('working');
      const at = Date.now();
      process.kill(killed.pid, 'SIGKILL');
      soon('killed', (await stage.reaches('exited')) - at);
      expect(stage.view().exit).toEqual({ code: null, signal: 9, asked: false });
      const crashed = await stage.start('slow', { agent: 'b' });
      await stage.reaches('working', { agent: 'b' });
      process.kill(crashed.pid, 'SIGABRT');
      await stage.reaches('exited', { agent: 'b' });
      expect(stage.view('b').exit).not.toMatchObject({ code: 0 });
      expect(stage.story('b')).toMatch(story('working', 'exited'));
    }),
  );

  test(
    'a start that fails says why',
    scenario({}, async (stage) => {
      await stage.start('end', { mode: 'nonsense' });
      await stage.reaches('exited');
      expect(stage.view().exit.code).toBe(1);
      expect(stage.view().message).toMatch(/permission-mode|nonsense|choices/i);
      expect(stage.story()).toBe('starting exited');
    }),
  );

  test(
    'hooks that the user has disabled: told from the file, and nothing is called finished',
    scenario({ settings: '{ "disableAllHooks": true }\n' }, async (stage) => {
      await stage.start('asks');
      await stage.reaches('needs-you');
      await new Promise((resolve) => setTimeout(resolve, 3200));
      expect(stage.view()).toMatchObject({ needs: 'permission', source: 'file', ask: null });
      stage.type('\r');
      await stage.reaches('working', { since: Date.now() });
      await eventually(() => stage.view().activity === 'unknown', 20_000);
      expect(stage.view().message).toMatch(/without hooks/);
      expect(stage.story()).not.toContain('finished');
    }),
  );

  test(
    'a folder that is not trusted: its dialog is named',
    scenario({ untrusted: true }, async (stage) => {
      await stage.start('end');
      await stage.reaches('needs-you');
      expect(stage.view().needs).toBe('first-run');
      expect(stage.story()).toBe('starting needs-you');
    }),
  );
});
