import { readdir, readFile } from 'node:fs/promises';
import type { Repository } from '../git/repository.ts';

/** Environment variable that marks every process started by a verification. */
const MARK = 'TRIBUTARY_VERIFIES';

/** Environment for processes of a verification, so that they can be found after the app crashed. */
export function verifyMark(repo: Pick<Repository, 'commonDir'>): Record<string, string> {
  return { [MARK]: repo.commonDir };
}

/**
 * Kills processes that the verification of a crashed app left running, because they would change files of the next
 * candidate. The caller holds the `sync` lock, so no verification of this repository is running. Linux only; does
 * nothing elsewhere. Returns the killed process ids.
 */
export async function endOrphanedVerification(
  repo: Pick<Repository, 'commonDir'>,
): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const mark = `${MARK}=${repo.commonDir}`;
  const ended: number[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(mark)) continue;
    try {
      process.kill(Number(name), 'SIGKILL');
      ended.push(Number(name));
    } catch {
      // The process has already ended.
    }
  }
  return ended;
}
