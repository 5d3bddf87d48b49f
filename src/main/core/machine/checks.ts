import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Check } from '../../../shared/contract/project.ts';
import { CoreFailure } from '../failure.ts';
import { findGit } from '../git/binary.ts';
import { log } from '../log.ts';
import { findClaude } from '../session/find-claude.ts';
import { userLoginProbe, userShell } from '../session/login-environment.ts';

/** The version of node in the manifest's `engines`. */
const NODE: readonly [number, number] = [20, 19];
/** Older versions of git work too, with fewer features. */
const RECOMMENDED: readonly [number, number] = [2, 41];
/** Milliseconds between searches for a missing `claude`; a search takes a few file-system calls. */
const LOOK_AGAIN_MS = 10_000;

/**
 * What is installed on this machine and what is missing. Finding `claude` asks the login shell, which can take seconds:
 * until then the check says so and nothing waits. While there are subscribers, a missing `claude` is searched again and
 * again, because people install it when told to.
 */
export class MachineChecks {
  readonly #listeners = new Set<() => void>();
  readonly #settled: Promise<readonly Check[]>;
  readonly #home: string;
  readonly #lookAgainMs: number;
  #current: readonly Check[] = [...staticChecks(), LOOKING];
  #timer: NodeJS.Timeout | null = null;

  constructor(home: string, lookAgainMs = LOOK_AGAIN_MS) {
    this.#home = home;
    this.#lookAgainMs = lookAgainMs;
    const take = (check: Check) => this.#take(check);
    const done = Promise.all([
      gitCheck().then(take),
      claudeCheck(home).then(take),
      loginShellCheck().then(take),
    ]);
    this.#settled = done.then(() => this.#current);
    // Callers that await it see the failure; otherwise it is ignored.
    this.#settled.catch(() => undefined);
  }

  /** The checks known so far. */
  current(): readonly Check[] {
    return this.#current;
  }

  /** All checks, once each is complete. */
  settled(): Promise<readonly Check[]> {
    return this.#settled;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#lookAgain();
    return () => this.#listeners.delete(listener);
  }

  #take(check: Check): void {
    const known = this.#current.find(({ id }) => id === check.id);
    const others = this.#current.filter(({ id }) => id !== check.id);
    this.#current = [check, ...others].toSorted((a, b) => place(a) - place(b));
    if (!isDeepStrictEqual(known, check)) for (const listener of this.#listeners) listener();
    this.#lookAgain();
  }

  #lookAgain(): void {
    const claude = this.#current.find(({ id }) => id === 'claude');
    if (this.#timer || this.#listeners.size === 0) return;
    if (!claude || claude.state === 'ok' || claude === LOOKING) return;
    this.#timer = setTimeout(() => {
      claudeCheck(this.#home)
        .then((check) => {
          this.#timer = null;
          this.#take(check);
        })
        .catch((thrown) => log.error('claude could not be looked for', thrown));
    }, this.#lookAgainMs);
    this.#timer.unref();
  }
}

/** Fixed order, whichever check completes first. */
const ORDER = ['node', 'git', 'claude'];
const place = ({ id }: Check) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);

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

function staticChecks(): readonly Check[] {
  return [nodeCheck(process.versions.node), ...(isMusl() ? [MUSL] : [])];
}

/** The check of a node version. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < NODE[0] || (major === NODE[0] && minor < NODE[1]);
  return {
    id: 'node',
    state: old ? 'missing' : 'ok',
    message: `Node ${version}`,
    remedy: old
      ? `Install Node ${NODE.join('.')} or newer, from https://nodejs.org or by your version manager.`
      : '',
  };
}

const MUSL: Check = {
  id: 'terminal',
  state: 'warning',
  message: 'This system has another C library than glibc (Alpine?): node-pty has no binary for it.',
  remedy:
    'Build it once: apk add python3 make g++ linux-headers && npm rebuild node-pty --build-from-source. Or run in a Debian container.',
};

/** Whether node runs on musl. Node's process report is slow, so only systems with musl installed create it. */
function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const loader = readdirSync('/lib').some((name) => name.startsWith('ld-musl-'));
  return loader && !JSON.stringify(process.report.getReport()).includes('glibcVersionRuntime');
}

async function loginShellCheck(): Promise<Check> {
  const shell = userShell();
  if (process.platform === 'win32') {
    return { id: 'login-shell', state: 'ok', message: "Programs get the user's PATH", remedy: '' };
  }
  const { source } = await userLoginProbe().read();
  if (source === 'login') {
    return { id: 'login-shell', state: 'ok', message: `Login shell ${shell}`, remedy: '' };
  }
  return {
    id: 'login-shell',
    state: 'warning',
    message: `The login shell ${shell} does not answer, so a start from the desktop lacks your PATH.`,
    remedy: `Run ${shell} -ilc true and see what it waits for or reports: usually a start file that asks something.`,
  };
}
