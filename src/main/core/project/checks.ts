import type { Check } from '../../../shared/contract/project.ts';
import { CoreFailure } from '../failure.ts';
import { findGit } from '../git/binary.ts';
import { findClaude } from '../session/find-claude.ts';
import { createLoginProbe } from '../session/login-environment.ts';

/** git before this predicts and merges as well, but lacks comforts. */
const RECOMMENDED: readonly [number, number] = [2, 41];

/** What is there and what is missing on this machine, in words, each with a remedy. */
export async function machineChecks(home: string): Promise<Check[]> {
  return [await gitCheck(), await claudeCheck(home), nodeCheck()];
}

async function gitCheck(): Promise<Check> {
  try {
    const { version } = await findGit();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const old = major < RECOMMENDED[0] || (major === RECOMMENDED[0] && minor < RECOMMENDED[1]);
    return {
      id: 'git',
      state: 'ok',
      message: `git ${version}`,
      remedy: old ? `git ${RECOMMENDED.join('.')} or newer is recommended.` : '',
    };
  } catch (thrown) {
    if (!(thrown instanceof CoreFailure)) throw thrown;
    return { id: 'git', state: 'missing', message: thrown.message, remedy: thrown.remedy };
  }
}

async function claudeCheck(home: string): Promise<Check> {
  try {
    const claude = await findClaude(home, createLoginProbe({}));
    return { id: 'claude', state: 'ok', message: `claude at ${claude.path}`, remedy: '' };
  } catch (thrown) {
    if (!(thrown instanceof CoreFailure)) throw thrown;
    return { id: 'claude', state: 'warning', message: thrown.message, remedy: thrown.remedy };
  }
}

function nodeCheck(): Check {
  return { id: 'node', state: 'ok', message: `Node ${process.versions.node}`, remedy: '' };
}
