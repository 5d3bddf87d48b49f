import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../src/main/core/session/session-fixture.ts';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { openClaudeStage } from './stage.mjs';

// What a real session does, and what is said of it meanwhile. Every story is the whole of what was ever shown: a
// "finished" too many makes it another story.

/** Milliseconds: what is promised to a person, and the slack for a machine that runs seven sessions at once. */
const NEEDS_YOU = 1000;
const OTHERS_WITHIN = 3000;
const SLACK = 500;
const SETTLED = 2200;

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
    answered: [{ tools: [bash('touch answered')] }, { text: 'Went on.' }],
    denied: [{ tools: [bash('touch denied')] }, { text: 'Went another way.' }],
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

/** The state is shown within its time from when the command line itself knew. */
async function prompt(stage, state, turn = {}) {
  const shown = await stage.reaches(state, turn);
  const waits = state === 'needs-you';
  const told = await stage.told(waits ? 'waiting' : 'idle');
  soon(state, shown - told, waits ? NEEDS_YOU : OTHERS_WITHIN);
}

/** When the model last gave this turn of a script. */
const served = (name, step = 0) =>
  model.served.findLast((one) => one.name === name && one.step === step)?.at ?? 0;

/** Whether a later request of this script carried these words. */
const told = (name, words) =>
  model.requests.some(({ body }) => body.includes(`SCRIPT:${name}`) && body.includes(words));

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

/** Longer than any wait of the reducer's own for a word that may follow. */
const settled = () => pause(SETTLED);

/** Keys that come before a dialog has been drawn and has settled are not taken by the command line. */
const drawn = () => pause(1000);

describe.concurrent('the real command line', () => {
  test(
    'one session, turn after turn',
    scenario({}, async (stage) => {
      await stage.start('end');
      await prompt(stage, 'finished');
      expect(stage.view()).toMatchObject({ message: 'All is done.', source: 'hooks' });
      // Hooks of the person's own go on.
      await eventually(() => existsSync(join(stage.folder, 'own-hook')));
      expect(stage.story()).toMatch(/^starting (unknown )?working finished$/);

      for (const [name, key] of [
        ['Esc', '\x1b'],
        ['Ctrl-C', '\x03'],
      ]) {
        const turn = await stage.turn('slow');
        await eventually(() => served('slow') >= turn.at);
        await drawn();
        stage.type(key);
        await prompt(stage, 'interrupted', turn);
        await settled();
        expect(turn.story(), name).toBe('working interrupted');
      }

      const allowed = await stage.turn('asks');
      await prompt(stage, 'needs-you', allowed);
      expect(stage.view()).toMatchObject({ needs: 'permission', message: 'Bash: touch made' });
      await drawn();
      stage.type('\r');
      await stage.reaches('finished', allowed);
      expect(existsSync(join(stage.cwd, 'made'))).toBe(true);
      expect(stage.view().ask).toBeNull();
      expect(allowed.story(), 'allowed in the terminal').toBe('working needs-you working finished');

      const denied = await stage.turn('asks');
      await stage.reaches('needs-you', denied);
      await drawn();
      stage.type('\x1b');
      await prompt(stage, 'interrupted', denied);
      await settled();
      expect(stage.view().ask).toBeNull();
      expect(denied.story(), 'denied in the terminal').toMatch(
        /^working needs-you (working )?interrupted$/,
      );

      const begun = await stage.turn('end');
      await stage.reaches('finished', begun);
      const before = stage.view().conversation;
      const cleared = Date.now();
      stage.type('/clear\r');
      await eventually(() => stage.view().message === 'Ready for a prompt', 20_000);
      expect(stage.view().conversation).not.toBe(before);
      await settled();
      expect(stage.since(cleared), '/clear').not.toMatch(/finished|interrupted/);
      const anew = await stage.turn('end');
      await stage.reaches('finished', anew);
      expect(anew.story(), 'after /clear').toBe('working finished');
    }),
  );

  test(
    'answers that are given elsewhere than in the terminal',
    scenario({}, async (stage) => {
      await stage.start('answered');
      await prompt(stage, 'needs-you');
      const { ask } = stage.view();
      const request = await stage.sessions.asked(stage.key(), ask);
      expect(request).toMatchObject({ tool: 'Bash', input: { command: 'touch answered' } });
      expect(await stage.answer({ behavior: 'allow' })).toBe(true);
      expect(await stage.sessions.answer(stage.key(), ask, { behavior: 'allow' })).toBe(false);
      await stage.reaches('finished');
      expect(existsSync(join(stage.cwd, 'answered'))).toBe(true);
      expect(stage.story()).toMatch(/^starting (unknown )?working needs-you working finished$/);

      const denied = await stage.turn('denied');
      await stage.reaches('needs-you', denied);
      await stage.answer({ behavior: 'deny', message: 'use the other folder' });
      await stage.reaches('finished', denied);
      expect(existsSync(join(stage.cwd, 'denied'))).toBe(false);
      expect(told('denied', 'use the other folder')).toBe(true);
      expect(denied.story(), 'denied').toBe('working needs-you working finished');

      const asked = await stage.turn('question');
      await prompt(stage, 'needs-you', asked);
      expect(stage.view()).toMatchObject({ needs: 'question', message: 'Which colour?' });
      const { input } = await stage.sessions.asked(stage.key(), stage.view().ask);
      const answers = { 'Which colour?': 'Blue' };
      await stage.answer({ behavior: 'allow', updatedInput: { ...input, answers } });
      await stage.reaches('finished', asked);
      expect(told('question', 'Blue')).toBe(true);
      expect(asked.story(), 'question').toBe('working needs-you working finished');

      const inner = await stage.turn('subagent');
      await stage.reaches('needs-you', inner);
      await settled();
      // The file says busy all the while.
      expect(stage.view()).toMatchObject({ activity: 'needs-you', needs: 'permission' });
      await stage.answer({ behavior: 'allow' });
      await stage.reaches('finished', inner);
      expect(readFileSync(join(stage.cwd, 'inner'), 'utf8')).toBe('x\n');
      expect(inner.story(), 'subagent').toBe('working needs-you working finished');
    }),
  );

  test(
    'work that outlives a turn, and prompts that wait for one',
    scenario({}, async (stage) => {
      await stage.start('background', { tools: ['Bash(sleep *)'] });
      await eventually(() => stage.view()?.background === 1, 60_000);
      expect(stage.view().activity).toBe('working');
      await stage.reaches('finished');
      expect(stage.view().background).toBe(0);
      expect(stage.story()).toMatch(/^starting (unknown )?working finished$/);

      const queued = await stage.turn('first');
      await eventually(() => stage.view().message?.startsWith('Bash: sleep') === true);
      stage.type('SCRIPT:second\r');
      await stage.reaches('finished', queued);
      await settled();
      expect(stage.view().message).toBe('Second.');
      expect(queued.story()).toBe('working finished');
    }),
  );

  test(
    'what a service answers instead of a turn, and a kill',
    scenario({}, async (stage) => {
      const session = await stage.start('broken');
      await stage.reaches('turn-error');
      await settled();
      expect(stage.story()).toMatch(/^starting (unknown )?working turn-error$/);
      for (const [script, state] of [
        ['busy', 'rate-limited'],
        ['used', 'usage-limit'],
        ['login', 'login-lost'],
      ]) {
        if (state !== 'rate-limited') {
          // Whether a limit has gone is not for a waiting prompt to try out.
          expect(await stage.sessions.prompt(stage.key(), 'SCRIPT:end')).toBe('busy');
        }
        const turn = stage.typed(script);
        const at = await stage.reaches(state, turn);
        soon(state, at - served(script));
        await settled();
        expect(turn.story(), script).toBe(`working ${state}`);
      }
      const at = Date.now();
      process.kill(session.pid, 'SIGKILL');
      soon('killed', (await stage.reaches('exited')) - at);
      expect(stage.view().exit).toEqual({ code: null, signal: 9, asked: false });
    }),
  );

  test(
    'a start that fails says why; a crash is one; left in the terminal is no crash',
    scenario({}, async (stage) => {
      await stage.start('end', { mode: 'nonsense', agent: 'wrong' });
      await stage.reaches('exited', { agent: 'wrong' });
      expect(stage.view('wrong').exit.code).toBe(1);
      expect(stage.view('wrong').message).toMatch(/permission-mode|nonsense|choices/i);
      const session = await stage.start('slow');
      await stage.reaches('working');
      process.kill(session.pid, 'SIGABRT');
      await stage.reaches('exited');
      expect(stage.view().exit).not.toMatchObject({ code: 0, signal: null });
    }),
  );

  test(
    'hooks that the person has disabled: told from the file, and nothing is called finished',
    scenario({ settings: '{ "disableAllHooks": true }\n' }, async (stage) => {
      await stage.start('asks');
      await prompt(stage, 'needs-you');
      await eventually(() => stage.view().source === 'file');
      expect(stage.view()).toMatchObject({ needs: 'permission', ask: null });
      await drawn();
      stage.type('\r');
      await eventually(() => /without hooks/.test(stage.view().message ?? ''), 20_000);
      expect(stage.view().activity).toBe('unknown');
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
