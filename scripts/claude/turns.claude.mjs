import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../src/main/core/session/session-fixture.ts';
import { BEGUN, bash, drawn, failure, question, scenarios, settled } from './scenario.mjs';

// The core of the matrix: how a turn of a real session ends, and what it asks. Every story is the whole of what was ever
// shown: a "finished" too many makes it another story.

const { scenario, prompt, soon, served, told } = scenarios({
  end: [{ text: 'All is done.' }],
  slow: [{ text: 'Thinking.', slow: 60_000 }],
  asks: [{ tools: [bash('touch made')] }, { text: 'Went on.' }],
  answered: [{ tools: [bash('touch answered')] }, { text: 'Went on.' }],
  denied: [{ tools: [bash('touch denied')] }, { text: 'Went another way.' }],
  question: [{ tools: [question] }, { text: 'Noted.' }],
  login: failure(401, 'authentication_error', 'invalid x-api-key'),
  busy: failure(429, 'rate_limit_error', 'This request would exceed the rate limit.'),
});

/** Milliseconds from when the command line was idle again, or was given the prompt. */
const NO_TURN = 5000;

describe.concurrent('turns of the real command line', () => {
  test(
    'one that ends; one that Esc interrupts',
    scenario({}, async (stage) => {
      await stage.start('end');
      await prompt(stage, 'finished');
      expect(stage.view()).toMatchObject({ message: 'All is done.', source: 'hooks' });
      // Hooks of the person's own go on.
      await eventually(() => existsSync(join(stage.folder, 'own-hook')));
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} finished$`));

      const turn = await stage.turn('slow');
      await eventually(() => served('slow') >= turn.at);
      await drawn();
      stage.type('\x1b');
      await prompt(stage, 'interrupted', turn);
      await settled();
      expect(turn.story()).toBe('working interrupted');
    }),
  );

  test(
    'a prompt that it takes for none needs somebody, with its own words, until a turn begins',
    scenario({}, async (stage) => {
      await stage.start(null, { say: '/nosuch build it' });
      await stage.reaches('needs-you');
      await eventually(() => stage.view().message?.startsWith('Unknown command: /nosuch') === true);
      soon('no turn', Date.now() - (await stage.told('idle')), NO_TURN);
      expect(stage.view()).toMatchObject({ needs: 'question', ask: null });
      await settled();
      expect(stage.story()).toBe('starting needs-you');

      // What is given next is taken, and a turn is one.
      const turn = await stage.turn('end');
      await stage.reaches('finished', turn);
      await settled();
      expect(turn.story()).toBe('working finished');

      const at = Date.now();
      expect(await stage.sessions.prompt(stage.key(), '/another one')).toBe('sent');
      await stage.reaches('needs-you', { since: at });
      await eventually(
        () => stage.view().message?.startsWith('Unknown command: /another') === true,
      );
      soon('no turn', Date.now() - at, NO_TURN);
      expect(stage.since(at)).toBe('needs-you');
    }),
  );

  test(
    'requests that are allowed and denied in the terminal',
    scenario({}, async (stage) => {
      await stage.start('asks');
      await prompt(stage, 'needs-you');
      expect(stage.view()).toMatchObject({ needs: 'permission', message: 'Bash: touch made' });
      await drawn();
      stage.type('\r');
      await stage.reaches('finished');
      expect(existsSync(join(stage.cwd, 'made'))).toBe(true);
      expect(stage.view().ask).toBeNull();
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} needs-you working finished$`));

      const denied = await stage.turn('asks');
      await stage.reaches('needs-you', denied);
      await drawn();
      stage.type('\x1b');
      await prompt(stage, 'interrupted', denied);
      await settled();
      expect(stage.view().ask).toBeNull();
      expect(denied.story()).toMatch(/^working needs-you (working )?interrupted$/);
    }),
  );

  test(
    'requests and a question that are answered elsewhere',
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
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} needs-you working finished$`));

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
    }),
  );

  test(
    'a rate limit, a login that is lost, and a kill',
    scenario({}, async (stage) => {
      const session = await stage.start('busy');
      soon('rate-limited', (await stage.reaches('rate-limited')) - served('busy'));
      // Whether a limit has gone is not for a waiting prompt to try out.
      expect(await stage.sessions.prompt(stage.key(), 'SCRIPT:end')).toBe('busy');
      await settled();
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} rate-limited$`));
      const turn = stage.typed('login');
      soon('login-lost', (await stage.reaches('login-lost', turn)) - served('login'));
      await settled();
      expect(turn.story()).toBe('working login-lost');
      const at = Date.now();
      process.kill(session.pid, 'SIGKILL');
      soon('killed', (await stage.reaches('exited')) - at);
      expect(stage.view().exit).toEqual({ code: null, signal: 9, asked: false });
    }),
  );
});
