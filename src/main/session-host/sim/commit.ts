import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nothing that the repository brings along runs by this: no hooks, no monitor, no signing program. */
const QUIET = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'commit.gpgSign=false'];

/** Who commits where the person has told git no name of theirs. */
const NOBODY = ['-c', 'user.name=Tributary sim', '-c', 'user.email=sim@tributary.invalid'];

/** Stages and commits everything in the worktree. Returns the short id, null when there was nothing to commit. */
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
