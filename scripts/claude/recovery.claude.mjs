import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, isRunning } from '../../src/main/core/session/session-fixture.ts';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { openClaudeStage } from './stage.mjs';

// Many sessions at once, and what is left of them when the app, its session host or they themselves are killed.

const SESSIONS = 10;
/** What the session host promises about starts. */
const STARTS = 2;
const WINDOW = 5000;
/** Milliseconds between the start itself and its being shown. */
const SHOWN = 600;

/** Agents by what they are in the middle of: the state that is shown, and the script that leads there. */
const MIDSTS = [
  ['working', 'working', 'slow'],
  ['asking', 'needs-you', 'asks'],
  ['finished', 'finished', 'end'],
];

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

let model;

beforeAll(async () => {
  process.env.TRIBUTARY_CLAUDE = installClaude();
  const touch = { name: 'Bash', input: { command: 'touch made', description: 'd' } };
  model = await startMockModel({
    end: [{ text: 'All is done.' }],
    slow: [{ text: 'Thinking.', slow: 60_000 }],
    asks: [{ tools: [touch] }, { text: 'Went on.' }],
  });
});

afterAll(() => model.close());

describe.concurrent('many sessions, and kills', () => {
  test('ten that are started at once all work, and no more than two start in five seconds', async () => {
    const stage = openClaudeStage(model);
    try {
      const agents = Array.from({ length: SESSIONS }, (_, index) => `agent-${index}`);
      await Promise.all(agents.map((agent) => stage.start('end', { agent })));
      for (const agent of agents) {
        await stage.reaches('finished', { agent });
        expect(stage.story(agent)).toMatch(/^starting (unknown )?working finished$/);
      }
      const begun = stage.begun();
      expect(begun).toHaveLength(SESSIONS);
      begun.slice(STARTS).forEach((at, index) => {
        expect(at - begun[index]).toBeGreaterThan(WINDOW - SHOWN);
      });
    } finally {
      await stage.close();
    }
  });

  test('the app, a session and the session host are killed in each state: the conversations go on', async () => {
    const stage = openClaudeStage(model);
    try {
      for (const [agent, , script] of MIDSTS) {
        await stage.start(script, { agent });
      }
      for (const [agent, state] of MIDSTS) await stage.reaches(state, { agent });
      // What the command line has not written yet, no kill leaves behind.
      for (const [agent, state] of MIDSTS) {
        const said = state === 'finished' ? /"type":"assistant"/ : /"type":"user"/;
        await eventually(() => said.test(read(stage.view(agent).transcript)));
      }
      const talks = new Map(MIDSTS.map(([agent]) => [agent, stage.view(agent).conversation]));
      const now = (sessions, agent) =>
        sessions.list(stage.cwd, 'checkout').find((one) => one.agent === agent);

      // The app goes: another finds the same processes in the same states.
      const pids = MIDSTS.map(([agent]) => stage.view(agent).pid);
      const second = stage.another();
      await second.refresh();
      for (const [index, [agent, state]] of MIDSTS.entries()) {
        expect(now(second, agent)).toMatchObject({ pid: pids[index], activity: state });
      }

      // The sessions go: each is said to be gone, and resumed by name.
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      for (const [agent, , script] of MIDSTS) {
        await eventually(() => now(second, agent).activity === 'exited');
        expect(now(second, agent).exit.signal).toBe(9);
        await stage.start(script, { agent, from: second });
      }
      const resumed = (sessions, agent) => {
        const view = now(sessions, agent);
        return view.activity === 'unknown' && view.message === 'Ready for a prompt';
      };
      for (const [agent] of MIDSTS) {
        await eventually(() => resumed(second, agent), 30_000).catch(() => {
          throw new Error(`Not resumed: ${JSON.stringify(now(second, agent))}`);
        });
        expect(now(second, agent).conversation).toBe(talks.get(agent));
      }

      // The session host goes, and with it all sessions; a new one resumes them.
      const left = MIDSTS.map(([agent]) => now(second, agent).pid);
      process.kill(second.status().pid, 'SIGKILL');
      for (const pid of left) await eventually(() => !isRunning(pid));
      const third = stage.another();
      for (const [agent, , script] of MIDSTS) {
        await stage.start(script, { agent, from: third });
      }
      for (const [agent] of MIDSTS) {
        await eventually(() => resumed(third, agent), 30_000).catch(() => {
          throw new Error(`Not resumed: ${JSON.stringify(now(third, agent))}`);
        });
        expect(now(third, agent).conversation).toBe(talks.get(agent));
        const given = () => third.prompt(stage.key(agent), 'SCRIPT:end');
        await eventually(async () => (await given()) === 'sent');
        await eventually(() => now(third, agent).activity === 'finished', 20_000);
        expect(now(third, agent).message).toBe('All is done.');
      }
    } finally {
      await stage.close();
    }
  });
});
