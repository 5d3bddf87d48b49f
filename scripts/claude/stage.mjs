import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  createStage,
  eventually,
  openViewer,
} from '../../src/main/core/session/session-fixture.ts';

/** What a person has after the first run of the command line: onboarding done and the key approved. */
export const KEY = 'sk-ant-mock-key-for-the-loopback-model-000000';

/** Milliseconds that a state other than *needs you* may take to show; the machine is shared by all scenarios. */
const WITHIN = 60_000;

/** Settings of the user's own, with a hook of their own that must go on firing. */
const userSettings = (folder) =>
  `${JSON.stringify(
    {
      hooks: { Stop: [{ hooks: [{ type: 'command', command: `echo x >> ${folder}/own-hook` }] }] },
    },
    null,
    3,
  )}\n`;

/**
 * A session host of its own with a real `claude` against the model. `records` says for every agent what was shown when,
 * without a gap but for changes within the same 25 ms.
 */
export function openClaudeStage(model, options = {}) {
  const stage = createStage();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-matrix-')));
  const config = join(folder, 'claude');
  mkdirSync(config);
  mkdirSync(join(folder, 'user'));
  const projects = options.untrusted ? {} : { [stage.cwd]: { hasTrustDialogAccepted: true } };
  const first = {
    hasCompletedOnboarding: true,
    theme: 'dark',
    customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
    projects,
  };
  writeFileSync(join(config, '.claude.json'), JSON.stringify(first));
  const settings = options.settings ?? userSettings(folder);
  writeFileSync(join(config, 'settings.json'), settings);
  execFileSync('git', ['init', '--quiet', stage.cwd]);
  mkdirSync(join(stage.cwd, '.claude'));
  const projectSettings = '{ "env": { "FROM_PROJECT": "1" } }\n';
  writeFileSync(join(stage.cwd, '.claude/settings.json'), projectSettings);
  const env = {
    HOME: join(folder, 'user'),
    CLAUDE_CONFIG_DIR: config,
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: KEY,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_MAX_RETRIES: '1',
    DISABLE_AUTOUPDATER: '1',
  };
  const records = new Map();
  const note = () => {
    for (const view of stage.sessions.list(stage.cwd, 'checkout')) {
      const known = records.get(view.agent) ?? [];
      const last = known.at(-1);
      if (last?.activity === view.activity && last.id === view.id) continue;
      records.set(view.agent, [...known, { ...view, at: Date.now() }]);
    }
  };
  stage.sessions.subscribe(note);
  const viewer = openViewer(stage.sessions);
  const view = (agent = 'a') =>
    stage.sessions.list(stage.cwd, 'checkout').find((one) => one.agent === agent);
  const key = (agent = 'a') => ({ project: stage.cwd, feature: 'checkout', agent });
  const since = (at, agent = 'a') =>
    (records.get(agent) ?? [])
      .filter((one) => one.at > at)
      .map(({ activity }) => activity)
      .join(' ');
  return {
    ...stage,
    folder,
    config,
    env,
    key,
    view,
    /** When each session was started, by the host's own clock. */
    begun: () => [...records.values()].map(([first]) => first.since).sort((a, b) => a - b),
    /** Starts an agent with a script; `manual` asks for everything. What else is given is part of the request. */
    async start(script, options = {}) {
      const { agent = 'a', mode = 'manual', tools = [], from = stage.sessions, ...more } = options;
      const request = stage.request(agent, {
        ...(script ? { prompt: `SCRIPT:${script}` } : {}),
        options: { permissionMode: mode, allowedTools: tools },
      });
      const session = await from.start({ ...request, ...more, env });
      if (from === stage.sessions) viewer.attach(session.id, { columns: 110, rows: 36 });
      return session;
    },
    type: (text, agent = 'a') => viewer.type(view(agent).id, text),
    /** Resolves with when the state was first shown after `since`. */
    async reaches(activity, { agent = 'a', since = 0, within = WITHIN } = {}) {
      const found = () =>
        records.get(agent)?.find((one) => one.activity === activity && one.at > since);
      await eventually(() => found() !== undefined, within).catch(() => {
        throw new Error(
          `Not ${activity} within ${within} ms: ${JSON.stringify(records.get(agent)?.map((one) => [one.activity, one.message, one.at - records.get(agent)[0].at]))}\nnow ${JSON.stringify(view(agent))}`,
        );
      });
      return found().at;
    },
    /** Gives a prompt as the app does; its story begins with it. */
    async turn(script, agent = 'a') {
      const at = Date.now();
      const given = () => stage.sessions.prompt(key(agent), `SCRIPT:${script}`);
      await eventually(async () => (await given()) === 'sent');
      return { agent, since: at, at, story: () => since(at, agent) };
    },
    /** As a person types it. */
    typed(script, agent = 'a') {
      const at = Date.now();
      viewer.type(view(agent).id, `SCRIPT:${script}\r`);
      return { agent, since: at, at, story: () => since(at, agent) };
    },
    /** When the command line itself took this status, by its own file. */
    async told(status, agent = 'a') {
      const path = join(config, 'sessions', `${view(agent).pid}.json`);
      const read = () => JSON.parse(readFileSync(path, 'utf8'));
      await eventually(() => read().status === status);
      return read().statusUpdatedAt;
    },
    since,
    answer: (decision, agent = 'a') => stage.sessions.answer(key(agent), view(agent).ask, decision),
    /** All that was shown, in order, e.g. `starting working finished`. */
    story: (agent = 'a') => (records.get(agent) ?? []).map(({ activity }) => activity).join(' '),
    async close() {
      // Nobody but the person writes these.
      const kept = [
        [readFileSync(join(config, 'settings.json'), 'utf8'), settings],
        [readFileSync(join(stage.cwd, '.claude/settings.json'), 'utf8'), projectSettings],
      ];
      await stage[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      for (const [now, before] of kept) expect(now).toBe(before);
    },
  };
}
