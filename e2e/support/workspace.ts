import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Desktop } from './desktop.ts';
import { desktopUrl, type Shell } from './shell.ts';

const root = resolve(import.meta.dirname, '../..');
export const BIN = join(root, 'bin/tributary.mjs');

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A served app: its address and the way to end its process. */
export interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resolves when the process is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A folder of one test: a home of its own, repositories, and every process that it started. */
export class Workspace {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly shell: Shell;
  /** The desktop app of this test, once it was started; none in a browser. */
  desktop: Desktop | null = null;
  readonly #served: Served[] = [];
  readonly #endings: (() => Promise<unknown>)[] = [];

  private constructor(folder: string, shell: Shell) {
    this.folder = folder;
    this.shell = shell;
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(?:GIT_|TRIBUTARY_|CLAUDE|ANTHROPIC|DISPLAY$|WAYLAND_DISPLAY$)/.test(name),
    );
    this.env = {
      ...Object.fromEntries(inherited),
      HOME: join(folder, 'user'),
      TRIBUTARY_HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
      GIT_CONFIG_NOSYSTEM: '1',
      SHELL: '/bin/sh',
      TZ: 'UTC',
    };
  }

  static async create(shell: Shell = 'web'): Promise<Workspace> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'tributary-e2e-')));
    for (const name of ['user', 'tmp']) await mkdir(join(folder, name));
    await writeFile(
      join(folder, 'user/.gitconfig'),
      '[user]\n\tname = Test\n\temail = test@example.invalid\n[init]\n\tdefaultBranch = main\n',
    );
    return new Workspace(folder, shell);
  }

  /** A repository with one commit of the given files. */
  async repository(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(path);
    await this.git(path, 'init', '--quiet');
    await this.commit(path, files, 'First');
    return path;
  }

  /** Writes files and commits them in a repository or worktree, as a person would. */
  async commit(
    path: string,
    files: Readonly<Record<string, string>>,
    message: string,
  ): Promise<void> {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), text);
    }
    await this.git(path, 'add', '--all');
    await this.git(path, 'commit', '--quiet', '--message', message);
  }

  async git(cwd: string, ...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('git', args, { cwd, env: this.env });
    return stdout.trim();
  }

  /** Runs the command line to its end. */
  async cli(cwd: string, ...words: string[]): Promise<Ran> {
    const child = spawn(process.execPath, [BIN, ...words], { cwd, env: this.env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const code = await new Promise<number>((done) =>
      child.on('close', (status) => done(status ?? -1)),
    );
    return { code, stdout, stderr };
  }

  /** Trusts a repository as it is. */
  async trust(cwd: string): Promise<void> {
    const shown = JSON.parse((await this.cli(cwd, 'trust', '--json')).stdout);
    const accepted = await this.cli(cwd, 'trust', '--accept', shown.hash);
    if (accepted.code !== 0) throw new Error(accepted.stderr);
  }

  /** The environment of the desktop app: the screen of whoever runs the tests, which the command line does not get. */
  desktopEnv(): NodeJS.ProcessEnv {
    const { DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR } = process.env;
    return { ...this.env, DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR };
  }

  /** Called when the test is over, before its folder goes. */
  onEnd(ending: () => Promise<unknown>): void {
    this.#endings.push(ending);
  }

  /** The address of a repository or of a new demo for `page.goto`; on the desktop the window starts with that. */
  async serve(cwd: string, ...words: string[]): Promise<Served> {
    if (this.shell === 'web') return this.serveInBrowser(cwd, ...words);
    if (words[0] === 'serve') return inDesktop(cwd);
    const served = await this.serveInBrowser(cwd, ...words);
    // Without a word, so that it leaves its demo behind.
    await served.end('SIGKILL');
    return inDesktop(this.#demo());
  }

  /** Starts `serve` or `demo` and waits for its address. */
  async serveInBrowser(cwd: string, ...words: string[]): Promise<Served> {
    const child = spawn(process.execPath, [BIN, ...words, '--no-open'], {
      cwd,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (more) => (text += more));
    const gone = new Promise<void>((done) => child.on('exit', () => done()));
    const url = await new Promise<string>((done, failed) => {
      child.stdout.setEncoding('utf8').on('data', (more) => {
        text += more;
        const found = /^Tributary: (\S+)$/m.exec(text);
        if (found?.[1]) done(found[1]);
      });
      gone.then(() => failed(new Error(`The server ended before it said its address:\n${text}`)));
    });
    const served: Served = {
      url,
      process: child,
      async end(signal) {
        child.kill(signal);
        await gone;
      },
    };
    this.#served.push(served);
    return served;
  }

  /** Ends what the test started, session host included, and removes the folder. */
  async remove(): Promise<void> {
    for (const ending of this.#endings) await ending();
    for (const served of this.#served) {
      if (served.process.exitCode === null && served.process.signalCode === null) {
        await served.end('SIGTERM');
      }
    }
    for (const pid of this.hostPids()) endGroup(pid);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Session hosts of this test's home, by their manifests. */
  hostPids(): number[] {
    const places = [join(this.folder, 'home/run'), ...this.#shortRuns()];
    return places.flatMap((place) => {
      if (!existsSync(place)) return [];
      return readdirSync(place)
        .filter((name) => name.endsWith('.json'))
        .map((name) => Number(JSON.parse(readFileSync(join(place, name), 'utf8')).pid))
        .filter((pid) => Number.isInteger(pid));
    });
  }

  #demo(): string {
    const tmp = join(this.folder, 'tmp');
    const name = readdirSync(tmp).find((entry) => entry.startsWith('tributary-demo-'));
    return join(tmp, name ?? '', 'harbor-notes');
  }

  #shortRuns(): string[] {
    const tmp = join(this.folder, 'tmp');
    return readdirSync(tmp)
      .filter((name) => name.startsWith('tributary-'))
      .map((name) => join(tmp, name));
  }
}

/** The desktop app starts with its window: there is no server to wait for, and none to end. */
function inDesktop(repository: string): Served {
  const none = spawn(process.execPath, ['--eval', '']);
  return { url: desktopUrl(repository), process: none, end: async () => undefined };
}

function endGroup(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
