import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawn } from 'node-pty';
import { installClaude } from './claude/install-claude.mjs';
import { startMockModel } from './claude/mock-model.mjs';

// Records what real programs print, once: the recordings are committed and played back by the tests. The names of
// programs on the command line choose; without any, all are recorded.

const KEY = 'sk-ant-mock-key-for-the-loopback-model-000000';
const LIMIT = 280 * 1024;
const folder = join(realpathSync(tmpdir()), 'corpus');
const shop = join(folder, 'shop');
const output = resolve(import.meta.dirname, '../src/main/session-host/corpus');

const model = await startMockModel({
  walk: [
    {
      text: 'Writing the **card** first:\n\n```ts\nexport const total = (n: number) => n * 2;\n```\n',
      tools: [{ name: 'Write', input: { file_path: `${shop}/card.ts`, content: code() } }],
    },
    {
      text: 'Then I look at the files.',
      tools: [{ name: 'Bash', input: { command: 'ls -l', description: 'List files' } }],
    },
    { text: `Done. 日本語, 🛶 and naïve text.\n\n${'- one more point of the list\n'.repeat(60)}` },
  ],
});

const base = {
  PATH: process.env.PATH,
  HOME: join(folder, 'user'),
  SHELL: '/bin/sh',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
};
const claudeEnv = {
  ...base,
  ANTHROPIC_BASE_URL: model.url,
  ANTHROPIC_API_KEY: KEY,
  CLAUDE_CONFIG_DIR: join(folder, 'claude'),
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
};
const claudeKeys = [
  [9000, 'SCRIPT:walk'],
  [500, '\r'],
  [9000, '/help'],
  [800, '\r'],
  [1500, '\x1b'],
  [800, '\x1b[A'],
];

const programs = {
  'claude-fullscreen': {
    file: 'claude',
    args: ['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash(ls *)'],
    env: claudeEnv,
    keys: claudeKeys,
  },
  'claude-classic': {
    file: 'claude',
    args: ['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash(ls *)'],
    env: { ...claudeEnv, CLAUDE_CODE_DISABLE_ALTERNATE_SCREEN: '1' },
    keys: claudeKeys,
  },
  vim: {
    file: 'vim',
    args: ['-u', 'NONE', '-c', 'syntax on | set number hlsearch', 'long.ts'],
    keys: [
      [800, '/line\r'],
      [300, 'nnn'],
      [300, '\x06\x06\x02'],
      [300, 'ihello 日本 é\x1b'],
      [300, ':split\r'],
      [300, ':vsplit\r'],
      [300, 'GddggP'],
      [500, ':qa!\r'],
    ],
  },
  less: {
    file: 'less',
    args: ['-R', 'long.ts'],
    keys: [
      [500, '  '],
      [200, 'bb'],
      [200, '/100\r'],
      [200, 'G'],
      [200, 'g'],
      [200, 'q'],
    ],
  },
  // Shows itself alone: what else runs here is nobody's business.
  top: {
    file: 'sh',
    args: ['-c', 'exec top -d 0.3 -p $$'],
    keys: [
      [2000, 'z'],
      [1500, '1'],
      [1500, 'q'],
    ],
  },
  'build-log': {
    file: 'git',
    args: ['-c', 'color.ui=always', '--no-pager', 'log', '--graph', '--stat', '--oneline', '-p'],
    keys: [[2000, '']],
  },
};

function code() {
  return Array.from({ length: 40 }, (_, at) => `export const line${at} = ${at}; // a line of code`)
    .join('\n')
    .concat('\n');
}

function prepare() {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['user', 'claude', 'shop']) mkdirSync(join(folder, name), { recursive: true });
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...args], {
      cwd: shop,
      env: {
        ...base,
        GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
        GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
      },
    });
  git('init', '--quiet');
  for (let at = 0; at < 8; at += 1) {
    writeFileSync(join(shop, 'long.ts'), `// version ${at}\n${code().repeat(10 + at)}`);
    git('add', '--all');
    git('commit', '--quiet', '--message', `Version ${at}: 日本 and é`);
  }
  writeFileSync(
    join(folder, 'claude/.claude.json'),
    JSON.stringify({
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
      projects: { [shop]: { hasTrustDialogAccepted: true } },
    }),
  );
}

async function record(name, { file, args, env = base, keys }) {
  const program = file === 'claude' ? installClaude() : file;
  const chunks = [];
  const pty = spawn(program, args, { cwd: shop, env, cols: 100, rows: 30, encoding: null });
  pty.onData((chunk) => chunks.push(chunk));
  const ended = new Promise((done) => pty.onExit(done));
  for (const [wait, text] of keys) {
    await Promise.race([pause(wait), ended]);
    pty.write(text);
  }
  await Promise.race([pause(1500), ended]);
  pty.kill('SIGKILL');
  await ended;
  const bytes = scrub(Buffer.concat(chunks)).subarray(0, LIMIT);
  writeFileSync(join(output, `${name}.bytes`), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}

/** Names of this user and machine become as many other letters, so that nothing moves. */
function scrub(bytes) {
  let text = bytes.toString('latin1');
  for (const name of [userInfo().username, hostname()]) {
    const letters = 'someone-somewhere-far-away'.padEnd(name.length, 'x').slice(0, name.length);
    if (name.length > 2) text = text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), letters);
  }
  return Buffer.from(text, 'latin1');
}

prepare();
mkdirSync(output, { recursive: true });
const chosen = process.argv.slice(2);
try {
  for (const [name, program] of Object.entries(programs)) {
    if (chosen.length === 0 || chosen.includes(name)) await record(name, program);
  }
} finally {
  await model.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
