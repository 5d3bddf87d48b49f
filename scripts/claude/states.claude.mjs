import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../src/main/core/session/session-fixture.ts';
import { BEGUN, bash, drawn, failure, scenarios, settled } from './scenario.mjs';

// What else happens in a session than a plain turn, and what is said of it meanwhile.

const inner = { description: 'look', prompt: 'SCRIPT:inner', subagent_type: 'general-purpose' };

const { scenario, prompt, soon, served } = scenarios({
  end: [{ text: 'All is done.' }],
  slow: [{ text: 'Thinking.', slow: 60_000 }],
  asks: [{ tools: [bash('touch made')] }, { text: 'Went on.' }],
  subagent: [{ tools: [{ name: 'Agent', input: inner }] }, { text: 'Waits for the other.' }],
  inner: [{ tools: [{ name: 'Write', input: { file_path: '{cwd}/inner', content: 'x\n' } }] }],
  background: [
    { tools: [bash('sleep 4', { run_in_background: true })] },
    { text: 'It runs in the background.' },
  ],
  used: failure(429, 'rate_limit_error', "You've hit your weekly limit, resets at 5pm"),
  broken: failure(500, 'api_error', 'Internal server error'),
  first: [{ tools: [bash('sleep 3')] }, { text: 'First.' }],
  second: [{ text: 'Second.' }],
});

describe.concurrent('sessions of the real command line', () => {
  test(
    'Ctrl-C, and a conversation that is cleared',
    scenario({}, async (stage) => {
      await stage.start('slow');
      await stage.reaches('working');
      await eventually(() => served('slow') > 0, 20_000);
      await drawn();
      stage.type('\x03');
      await prompt(stage, 'interrupted');
      await settled();
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} interrupted$`));

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
    'a subagent that asks',
    scenario({}, async (stage) => {
      await stage.start('subagent');
      await stage.reaches('needs-you');
      await settled();
      // The file says busy all the while.
      expect(stage.view()).toMatchObject({ activity: 'needs-you', needs: 'permission' });
      await stage.answer({ behavior: 'allow' });
      await stage.reaches('finished');
      expect(readFileSync(join(stage.cwd, 'inner'), 'utf8')).toBe('x\n');
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} needs-you working finished$`));
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
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} finished$`));

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
    'a service that fails, and a plan that is used up',
    scenario({}, async (stage) => {
      await stage.start('broken');
      await stage.reaches('turn-error');
      await settled();
      expect(stage.story()).toMatch(new RegExp(`^${BEGUN} turn-error$`));
      const turn = stage.typed('used');
      soon('usage-limit', (await stage.reaches('usage-limit', turn)) - served('used'));
      await settled();
      expect(turn.story()).toBe('working usage-limit');
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
      expect(existsSync(join(stage.cwd, 'made'))).toBe(true);
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
