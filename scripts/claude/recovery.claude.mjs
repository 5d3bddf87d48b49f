import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, isRunning } from '../../src/main/core/session/session-fixture.ts';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { bash, drawn, question } from './scenario.mjs';
import { openClaudeStage } from './stage.mjs';

// Many sessions at once, and what is left of them when the app, its session host or they themselves are killed.

const SESSIONS = 10;
/** What the session host promises about starts. */
const STARTS = 2;
const WINDOW = 5000;
/** Milliseconds that a start may be noted sooner or later than it was let through. */
const NOTED = 200;

/** Agents by what they are in the middle of: the state that is shown, and the script that leads there. */
const MIDSTS = {
  starting: ['starting', 'end'],
  working: ['working', 'slow'],
  permission: ['needs-you', 'asks'],
  question: ['needs-you', 'question'],
  finished: ['finished', 'end'],
  interrupted: ['interrupted', 'cut'],
};
const AGENTS = Object.keys(MIDSTS);

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

let model;
let claude;

beforeAll(async () => {
  claude = installClaude();
  process.env.TRIBUTARY_CLAUDE = claude;
  model = await startMockModel({
    end: [{ text: 'All is done.' }],
    slow: [{ text: 'Thinking.', slow: 60_000 }],
    cut: [{ text: 'Thinking.', slow: 60_000 }],
    asks: [{ tools: [bash('touch made')] }, { text: 'Went on.' }],
    question: [{ tools: [question] }, { text: 'Noted.' }],
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
        expect(at - begun[index]).toBeGreaterThan(WINDOW - NOTED);
      });
    } finally {
      await stage.close();
    }
  });

  test('the app, each session and the session host are killed in each state: all is where it was, or is resumed in its worktree', async () => {
    const stage = openClaudeStage(model);
    const git = (...args) => execFileSync('git', ['-C', stage.cwd, ...args]);
    const place = (agent) => join(stage.cwd, '..', agent);
    const now = (sessions, agent) =>
      sessions.list(stage.cwd, 'checkout').find((one) => one.agent === agent);
    /** Not just anything that runs: the command line itself, in the agent's own worktree. */
    const inPlace = (sessions, agent) => {
      const { pid, kind } = now(sessions, agent);
      expect(kind).toBe('claude');
      expect(readlinkSync(`/proc/${pid}/exe`)).toBe(claude);
      expect(readlinkSync(`/proc/${pid}/cwd`)).toBe(place(agent));
    };
    const spec = (agent, more) => ({ agent, cwd: place(agent), ...more });

    /** Starts an agent, or takes it up with a prompt of its own, and brings it to its state. */
    async function bring(agent, more) {
      const [state, script] = MIDSTS[agent];
      const since = Date.now();
      const session = await stage.start(script, spec(agent, more));
      if (state === 'starting') {
        await eventually(() => readlinkSync(`/proc/${session.pid}/exe`) === claude);
        // Stopped, it stays what it is.
        return process.kill(session.pid, 'SIGSTOP');
      }
      if (state === 'interrupted') {
        await eventually(
          () => model.served.some(({ name, at }) => name === script && at > since),
          60_000,
        );
        await drawn();
        stage.type('\x1b', agent);
      }
      await stage.reaches(state, { agent, since });
      // What the command line has not written yet, no kill leaves behind.
      const said = state === 'finished' ? /"type":"assistant"/ : /"type":"user"/;
      await eventually(() => said.test(read(stage.view(agent).transcript)));
    }

    /** Who starts comes last: a start that takes long is called something else. */
    async function bringAll(more) {
      const others = AGENTS.filter((agent) => agent !== 'starting');
      await Promise.all(others.map((agent) => bring(agent, more(agent))));
      await bring('starting', more('starting'));
    }

    try {
      const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid'];
      git(...identity, 'commit', '--quiet', '--allow-empty', '--message', 'First');
      for (const agent of AGENTS) git('worktree', 'add', '--quiet', '--detach', place(agent));
      await bringAll(() => ({}));
      const talks = new Map(AGENTS.map((agent) => [agent, stage.view(agent).conversation]));

      // The app goes: another finds the same processes in the same states.
      const second = stage.another();
      await second.refresh();
      for (const agent of AGENTS) {
        const { pid } = stage.view(agent);
        expect(now(second, agent)).toMatchObject({ pid, activity: MIDSTS[agent][0] });
        inPlace(second, agent);
      }

      // The sessions go: each is said to be gone, and taken up by name.
      for (const agent of AGENTS) process.kill(stage.view(agent).pid, 'SIGKILL');
      for (const agent of AGENTS) {
        await eventually(() => stage.view(agent).activity === 'exited');
        expect(stage.view(agent).exit, agent).toMatchObject({ signal: 9, asked: false });
      }
      await bringAll((agent) => ({ say: `SCRIPT:${MIDSTS[agent][1]}` }));
      for (const agent of AGENTS) {
        inPlace(stage.sessions, agent);
        const talk = talks.get(agent);
        // One that was killed before it said anything had none.
        if (talk !== null) expect(stage.view(agent).conversation).toBe(talk);
      }

      // The session host goes, and with it all sessions: a new one names what is gone, and resumes it.
      const left = AGENTS.map((agent) => stage.view(agent).pid);
      process.kill(stage.sessions.status().pid, 'SIGKILL');
      for (const pid of left) await eventually(() => !isRunning(pid));
      const third = stage.another();
      const named = await third.left(stage.cwd, 'checkout');
      expect(named.map(({ key }) => key.agent).sort()).toEqual([...AGENTS].sort());
      const starts = AGENTS.map((agent) =>
        stage.start(MIDSTS[agent][1], spec(agent, { from: third })),
      );
      await Promise.all(starts);
      for (const agent of AGENTS) {
        // What had not begun begins now.
        const [activity, words] =
          agent === 'starting' ? ['finished', 'All is done.'] : ['unknown', 'Ready for a prompt'];
        const there = () => {
          const view = now(third, agent);
          return view.activity === activity && view.message === words;
        };
        await eventually(there, 60_000).catch(() => {
          throw new Error(`Not resumed: ${JSON.stringify(now(third, agent))}`);
        });
        inPlace(third, agent);
        const talk = talks.get(agent);
        if (talk !== null) expect(now(third, agent).conversation).toBe(talk);
      }
      // And each takes a prompt again.
      for (const agent of AGENTS) {
        const given = () => third.prompt(stage.key(agent), 'SCRIPT:end');
        await eventually(async () => (await given()) === 'sent');
      }
      for (const agent of AGENTS) {
        await eventually(() => now(third, agent).activity === 'finished', 30_000);
        expect(now(third, agent).message).toBe('All is done.');
      }
    } finally {
      await stage.close();
    }
  });
});
