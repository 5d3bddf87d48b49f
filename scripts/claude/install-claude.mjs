import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The version that the tests speak to; a newer one is tried by hand. */
export const CLAUDE_VERSION = '2.1.330';

/**
 * The pinned command line from the npm registry, in a cache beside the modules. Its install script is not needed: the
 * platform package holds the program. Throws when it cannot be had.
 */
export function installClaude() {
  const cache = resolve(import.meta.dirname, '../../node_modules/.cache');
  const folder = join(cache, `claude-${CLAUDE_VERSION}`);
  const platform = `claude-code-${process.platform}-${process.arch}`;
  const program = join(
    folder,
    'node_modules/@anthropic-ai',
    platform,
    process.platform === 'win32' ? 'claude.exe' : 'claude',
  );
  if (existsSync(program)) return program;
  const draft = `${folder}-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  console.log(`Installing the claude command line ${CLAUDE_VERSION} into ${folder}`);
  const { status } = spawnSync(
    'npm',
    [
      'install',
      '--prefix',
      draft,
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `@anthropic-ai/${platform}@${CLAUDE_VERSION}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) throw new Error('npm could not install the claude command line.');
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  if (!existsSync(program)) throw new Error(`The package holds no program at ${program}.`);
  return program;
}
