import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';

const DEADLINE = 120_000;
/** Each look starts a process of its own, which costs what the sessions need. */
const LOOK = 1000;
const KEY = 'sk-ant-mock-key-for-the-loopback-model-000000';
const bin = resolve(import.meta.dirname, '../../bin/tributary.mjs');

/**
 * The app with a home of its own, a repository `shop` with one commit of the given files, the real command line and a model
 * that plays `scripts`. `settings` are the person's own for the command line.
 */
export async function openAppStage(scripts, { files, settings = {} }) {
  const claude = installClaude();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-claude-')));
  const repository = join(folder, 'shop');
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
  const run = async (program, args) => {
    const { stdout } = await promisify(execFile)(program, args, { cwd: repository, env });
    return stdout.trim();
  };
  const git = (...args) => run('git', args);

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
  writeFileSync(join(folder, 'claude/settings.json'), JSON.stringify(settings));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(repository, path, '..'), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'First');

  return {
    model,
    git,
    /** The answer of a command of the app. */
    tributary: async (...words) =>
      JSON.parse(await run(process.execPath, [bin, ...words, '--json'])),
    /** Looks again and again until it is done. */
    async until(what, condition) {
      const deadline = Date.now() + DEADLINE;
      for (;;) {
        const last = await condition();
        if (last.done) return last.value;
        if (Date.now() > deadline) {
          const seen = JSON.stringify(last.value, null, 2);
          throw new Error(`Not within ${DEADLINE / 1000} s: ${what}\n${seen}`);
        }
        await pause(LOOK);
      }
    },
    async close() {
      endHost(folder);
      await model.close();
      try {
        rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      } catch (error) {
        // Sessions that a failed test left write their last words; what failed is to be seen.
        console.error(`${folder} stays: ${error.message}`);
      }
    },
  };
}

/** A turn that writes a file, one that commits it, and the last word. */
export const agentScript = (file) => [
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

function endHost(folder) {
  try {
    const manifest = join(folder, 'home/run/host-v1.json');
    process.kill(JSON.parse(readFileSync(manifest, 'utf8')).pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
