import { readdir, readFile } from 'node:fs/promises';
import type { Repository } from '../git/repository.ts';

/** Marks everything that a verification starts. */
const MARK = 'TRIBUTARY_VERIFIES';

/** Environment for what a verification runs, so that it can be found when the app that started it has crashed. */
export function verifyMark(repo: Pick<Repository, 'commonDir'>): Record<string, string> {
  return { [MARK]: repo.commonDir };
}

/**
 * Ends what a crashed app's verification left running: it would work in the next candidate's files. For whoever holds
 * the `sync` lock, so that no verification of this repository is under way. Linux only; elsewhere nothing is known.
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
      // It has ended by itself.
    }
  }
  return ended;
}
