import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nothing of the repository runs with the commit: no hooks, no file monitor, no signing program. */
const QUIET = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'commit.gpgSign=false'];

/** The committer where git has no user name configured. */
const NOBODY = ['-c', 'user.name=Tributary sim', '-c', 'user.email=sim@tributary.invalid'];

/** Stages and commits everything in the worktree. Returns the short id; null when there was nothing to commit. */
export async function commitAll(cwd: string, message: string): Promise<string | null> {
  const quiet = QUIET.flatMap((setting) => ['-c', setting]);
  const git = async (...args: string[]) =>
    (await run('git', [...quiet, ...args], { cwd })).stdout.trim();
  await git('add', '--all');
  if ((await git('status', '--porcelain')) === '') return null;
  const named = await git('config', 'user.email').catch(() => '');
  await git(...(named ? [] : NOBODY), 'commit', '--quiet', '--message', message);
  return git('rev-parse', '--short', 'HEAD');
}
