import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { withoutSecrets } from '../git/without-secrets.ts';

export interface Remote {
  readonly name: string;
  /** The push URL, without user and token. */
  readonly url: string;
}

/**
 * The remote for the branches of a feature: the one git would push the base to, otherwise `origin`, otherwise the only
 * one. Null when there is none, or several without a choice.
 */
export async function findRemote(repo: Repository, base: string): Promise<Remote | null> {
  const { stdout } = await runGit(['remote'], { cwd: repo.path, reads: true });
  const names = stdout.split('\n').filter((name) => name !== '');
  const keys = [`branch.${base}.pushRemote`, 'remote.pushDefault', `branch.${base}.remote`];
  const wanted = await Promise.all(keys.map((key) => configValue(repo, key)));
  const [only] = names.length === 1 ? names : [];
  const name = [...wanted, 'origin', only].find((found) => found && names.includes(found));
  if (!name) return null;
  const url = await runGit(['remote', 'get-url', '--push', '--', name], {
    cwd: repo.path,
    reads: true,
  });
  return { name, url: withoutSecrets(url.stdout.trim()) };
}

async function configValue(repo: Repository, key: string): Promise<string | null> {
  const { code, stdout } = await runGit(['config', '--get', '--', key], {
    cwd: repo.path,
    reads: true,
    expect: [0, 1],
  });
  return code === 0 ? stdout.trim() : null;
}
