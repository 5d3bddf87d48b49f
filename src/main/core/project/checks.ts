import type { Check } from '../../../shared/contract/project.ts';
import { CoreFailure } from '../failure.ts';
import { findGit } from '../git/binary.ts';
import { findClaude } from '../session/find-claude.ts';
import { userLoginProbe } from '../session/login-environment.ts';

/** git before this predicts and merges as well, but lacks comforts. */
const RECOMMENDED: readonly [number, number] = [2, 41];

/**
 * What is there and what is missing on this machine. Looking for `claude` asks the login shell, which can take seconds:
 * until it has answered, the check says so and nobody waits.
 */
export class MachineChecks {
  readonly #listeners = new Set<() => void>();
  readonly #settled: Promise<readonly Check[]>;
  #current: readonly Check[] = [nodeCheck(), LOOKING];

  constructor(home: string) {
    const take = (check: Check) => {
      const others = this.#current.filter(({ id }) => id !== check.id);
      this.#current = [check, ...others];
      for (const listener of this.#listeners) listener();
    };
    const done = Promise.all([gitCheck().then(take), claudeCheck(home).then(take)]);
    this.#settled = done.then(() => this.#current);
    // Whoever awaits it sees the failure; nobody has to.
    this.#settled.catch(() => undefined);
  }

  /** What is known by now. */
  current(): readonly Check[] {
    return this.#current;
  }

  /** All of it, once everything has answered. */
  settled(): Promise<readonly Check[]> {
    return this.#settled;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const LOOKING: Check = {
  id: 'claude',
  state: 'warning',
  message: 'Looking for claude in the login shell.',
  remedy: '',
};

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
    const claude = await findClaude(home, userLoginProbe());
    return { id: 'claude', state: 'ok', message: `claude at ${claude.path}`, remedy: '' };
  } catch (thrown) {
    if (!(thrown instanceof CoreFailure)) throw thrown;
    return { id: 'claude', state: 'warning', message: thrown.message, remedy: thrown.remedy };
  }
}

function nodeCheck(): Check {
  return { id: 'node', state: 'ok', message: `Node ${process.versions.node}`, remedy: '' };
}
