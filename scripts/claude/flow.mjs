import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';

// Plan, two `claude` agents in worktrees, commits, merge: through the app itself, with the real command line and a
// model on loopback. Nothing reaches the network once the command line is installed.

const DEADLINE = 120_000;
/** Each look starts a process of its own, which costs what the sessions need. */
const LOOK = 1000;
const KEY = 'sk-ant-mock-key-for-the-loopback-model-000000';
const bin = resolve(import.meta.dirname, '../../bin/tributary.mjs');

const claude = installClaude();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-claude-')));
const repository = join(folder, 'shop');
const agentScript = (file) => [
  {
    text: 'Writing.',
    tools: [{ name: 'Write', input: { file_path: `{cwd}/${file}`, content: `${file}\n` } }],
  },
  {
    text: 'Committing.',
    tools: [
      {
        name: 'Bash',
        input: { command: `git add ${file} && git commit -m "Add ${file}"`, description: 'Commit' },
      },
    ],
  },
  { text: 'Everything is committed.' },
];
/** What the project's own `/verify` does: looks at the merged files with a command, then says its verdict. */
const verifyScript = (verdict) => [
  {
    text: 'Looking.',
    tools: [
      { name: 'Bash', input: { command: 'cat design/card.md db/one.sql', description: 'Look' } },
    ],
  },
  { text: `I looked at what was merged.\n\nVERDICT: ${verdict}` },
];
const scripts = {
  designer: agentScript('design/card.md'),
  data: agentScript('db/one.sql'),
  comments: agentScript('db/two.sql'),
  verify: verifyScript('fail'),
};
const model = await startMockModel(scripts);

const env = {
  PATH: process.env.PATH,
  HOME: join(folder, 'user'),
  SHELL: '/bin/sh',
  TMPDIR: join(folder, 'tmp'),
  TRIBUTARY_HOME: join(folder, 'home'),
  TRIBUTARY_CLAUDE: claude,
  ANTHROPIC_BASE_URL: model.url,
  ANTHROPIC_API_KEY: KEY,
  CLAUDE_CONFIG_DIR: join(folder, 'claude'),
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_MAX_RETRIES: '2',
  DISABLE_AUTOUPDATER: '1',
};

const run = async (program, args, cwd = repository) => {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env });
  return stdout.trim();
};
const git = (...args) => run('git', args);
const tributary = async (...words) =>
  JSON.parse(await run(process.execPath, [bin, ...words, '--json']));
/** The answer of a command whose exit code says no. */
const refused = async (...words) => {
  const answer = await tributary(...words).catch((error) => error);
  assert.equal(answer.code, 1, `${words.join(' ')} should say no: ${JSON.stringify(answer)}`);
  return JSON.parse(answer.stdout);
};

async function until(what, condition) {
  const deadline = Date.now() + DEADLINE;
  for (;;) {
    const last = await condition();
    if (last.done) return last.value;
    if (Date.now() > deadline)
      throw new Error(
        `Not within ${DEADLINE / 1000} s: ${what}\n${JSON.stringify(last.value, null, 2)}`,
      );
    await pause(LOOK);
  }
}

function prepare() {
  for (const name of ['user', 'tmp', 'claude', 'shop']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'user/.gitconfig'),
    '[user]\n\tname = Test\n\temail = test@example.invalid\n[init]\n\tdefaultBranch = main\n',
  );
  // What a person has after the first run: onboarding done, the key approved, this repository trusted.
  writeFileSync(
    join(folder, 'claude/.claude.json'),
    JSON.stringify({
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
      projects: { [repository]: { hasTrustDialogAccepted: true } },
    }),
  );
  mkdirSync(join(repository, 'plans'));
  const agent = (name) =>
    `  ${name}: { role: ${name}, prompt: "SCRIPT:${name}", options: { permissionMode: acceptEdits, allowedTools: ["Bash(git add *)", "Bash(git commit *)"] } }\n`;
  writeFileSync(
    join(repository, 'plans/shop.plan.yaml'),
    `version: 1\nfeature: shop\nbase: main\nagents:\n${agent('designer')}${agent('data')}syncs:\n  ground: { merges: [designer, data], verify: ["test -f design/card.md && test -f db/one.sql", { claude: "/verify" }] }\n`,
  );
  mkdirSync(join(repository, '.claude/commands'), { recursive: true });
  writeFileSync(
    join(repository, '.claude/commands/verify.md'),
    'Look at the merged files. SCRIPT:verify\n',
  );
}

function endHost() {
  try {
    const manifest = join(folder, 'home/run/host-v1.json');
    process.kill(JSON.parse(readFileSync(manifest, 'utf8')).pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const started = Date.now();
try {
  prepare();
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'First');
  const before = await git('rev-parse', 'HEAD');
  const { hash } = await tributary('trust');
  await tributary('trust', '--accept', hash);
  const start = await tributary('start', 'ground');
  assert.equal(start.base, before);
  assert.deepEqual(
    start.agents.map(({ state }) => state),
    ['starting', 'starting'],
  );

  const seen = new Set();
  const status = await until('both agents finished', async () => {
    const value = await tributary('status');
    for (const agent of value.agents) seen.add(`${agent.name} ${agent.state}`);
    const done = value.agents.every(({ state, commits }) => state === 'finished' && commits === 1);
    return { done, value };
  });
  assert.equal(status.syncs[0].state, 'ready');

  // A prompt for a session that runs and waits: pasted, taken as one, worked on like the first.
  const asked = await tributary(
    'ask',
    'data',
    'Review comments:\n\n- SCRIPT:comments\n- commit it',
  );
  assert.deepEqual(asked, { state: 'sent' });
  await until('the comments answered with a commit', async () => {
    const value = await tributary('status');
    const data = value.agents.find(({ name }) => name === 'data');
    return { done: data.state === 'finished' && data.commits === 2, value };
  });

  // The project's own command judges the merge: while it says no, nothing moves.
  const red = await refused('sync', 'ground', '--merge');
  assert.equal(red.outcome, 'verify-failed');
  assert.equal(await git('rev-parse', 'feature/shop'), before);
  scripts.verify = verifyScript('pass');
  const merged = await tributary('sync', 'ground', '--merge');
  assert.equal(merged.outcome, 'landed');
  const files = (await git('ls-tree', '-r', '--name-only', 'feature/shop')).split('\n');
  assert.deepEqual(files, [
    '.claude/commands/verify.md',
    'db/one.sql',
    'db/two.sql',
    'design/card.md',
    'plans/CURRENT.md',
    'plans/shop.plan.yaml',
  ]);
  for (const { head } of status.agents)
    await git('merge-base', '--is-ancestor', head, 'feature/shop');
  assert.equal(await git('rev-parse', 'main'), before);

  const stopped = await tributary('stop', 'designer', 'data');
  assert.deepEqual(
    stopped.agents.map(({ state }) => state),
    ['merged', 'merged'],
  );
  assert.ok(model.requests.length >= 6, 'both agents asked the model');
  console.log(`States seen: ${[...seen].join(', ')}`);
  console.log(`Plan, agents, merge: passed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
} finally {
  endHost();
  await model.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
