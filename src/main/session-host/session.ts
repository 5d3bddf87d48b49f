import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Launch } from '../../shared/wire/control.ts';
import type { HostSession } from '../../shared/wire/host-messages.ts';
import { type Exit, encodeExit, type Size } from '../../shared/wire/payloads.ts';
import { HeldAsks } from './held-asks.ts';
import type { Held, HookListener } from './hook-listener.ts';
import type { Pace } from './pace.ts';
import { processInfo } from './processes.ts';
import { startPty } from './pty.ts';
import type { Pty } from './pty-port.ts';
import type { SessionRecord } from './records.ts';
import type { Screens } from './screens.ts';
import type { HookPayload } from './state/events.ts';
import { lastWords, withWords } from './state/last-words.ts';
import { wordsSince } from './state/screen-words.ts';
import { watchStatusFile } from './state/status-file.ts';
import { Tracker } from './state/tracker.ts';
import { membersOf, stopTree, type Tree } from './stop-tree.ts';
import { Stream } from './stream.ts';
import { Unseen } from './unseen.ts';

/** Fewest columns a program ever sees: below this, programs garble their own scrollback permanently. */
const MIN_COLUMNS = 20;
const MIN_ROWS = 5;
const MAX_SIDE = 1000;

/** Milliseconds between updates of the state by output: a flood arrives in thousands of chunks. */
const OUTPUT_EVERY = 10;

/** Environment variable inherited by the whole process tree of a session; its value is unique. */
const MARK = 'TRIBUTARY_SESSION';

/** `busy`: it works or waits for an answer. `gone`: no living process that takes prompts. */
export type PromptOutcome = 'sent' | 'busy' | 'gone';

/** Strips control characters, which could end the paste or act as keys. */
function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
}

/** Milliseconds within which the exit of a process is reported. */
const EXIT_TOLD = 1000;

interface Surroundings {
  readonly screens: Screens;
  readonly pace: Pace;
  readonly hooks: HookListener;
  onChange(): void;
}

/**
 * One process in a PTY with its screen, viewers and state. Stays, with its last screen, after the process has ended.
 */
export class Session {
  readonly stream: Stream;
  readonly key: Launch['key'];
  alive = true;
  readonly asks = new HeldAsks((ask) => {
    this.#tracker.feed({ kind: 'settled', at: Date.now(), ask });
  });
  #pty: Pty | null = null;
  #size: Size;
  #asked = false;
  readonly #since = Date.now();
  #lastOutput = 0;
  /** The first output, as the reason in case it exits before it reports anything. */
  #words = '';
  /** The rows of the screen when it received its last prompt. */
  #before: ReadonlySet<string> = new Set();
  readonly #token = randomBytes(32).toString('base64url');
  readonly #tracker: Tracker;
  readonly #tree: Tree;
  readonly #pid: number;
  #noteExit: () => void = () => undefined;
  readonly #exited = new Promise<void>((done) => {
    this.#noteExit = done;
  });
  readonly #look: (() => void) | null;
  readonly #unseen: Unseen;

  readonly #launch: Launch;
  readonly #around: Surroundings;
  /** Starts the process. Throws when it cannot be started. */
  constructor(
    readonly id: number,
    launch: Launch,
    around: Surroundings,
  ) {
    this.#launch = launch;
    this.#around = around;
    this.key = launch.key;
    this.#size = { columns: launch.columns, rows: launch.rows };
    this.#tracker = new Tracker(launch.kind, around.onChange);
    this.#unseen = new Unseen(around.onChange);
    this.stream = new Stream({
      id,
      pty: () => this.#pty,
      screens: around.screens,
      pace: around.pace,
      unseen: this.#unseen,
    });
    around.screens.create(id, this.#size);
    const mark = randomUUID();
    const env = {
      ...launch.env,
      COLORTERM: 'truecolor',
      TERM_PROGRAM: 'tributary',
      [MARK]: mark,
      TRIBUTARY_HOOK_URL: around.hooks.url,
      TRIBUTARY_HOOK_TOKEN: this.#token,
    };
    around.hooks.expect(this.#token, (payload) => this.#onHook(payload));
    this.#pty = startPty(
      { ...launch, env },
      {
        onData: (bytes) => this.#onData(bytes),
        onExit: (exit) => this.#onExit(exit),
      },
    );
    this.#pid = this.#pty.pid;
    this.#tree = {
      leader: { pid: this.#pid, start: processInfo(this.#pid)?.start ?? '' },
      mark: `${MARK}=${mark}`,
    };
    if (launch.prompted) this.#tracker.feed({ kind: 'given', at: Date.now() });
    this.#look = launch.configDir === null ? null : this.#lookAt(launch.configDir);
  }

  describe(): HostSession {
    const { alive } = this;
    const launch = this.#launch;
    const pid = this.#pid;
    const unseen = this.#unseen.now;
    const view = { id: this.id, agent: this.key.agent, kind: launch.kind, pid, alive, unseen };
    return { key: this.key, cwd: launch.cwd, view: { ...view, ...this.#tracker.view() } };
  }

  /** What a later host needs to find its processes. */
  record(): SessionRecord {
    const { key } = this;
    const launch = this.#launch;
    const since = this.#since;
    const { leader, mark } = this.#tree;
    return { key, cwd: launch.cwd, kind: launch.kind, since, leader, mark };
  }

  write(bytes: Uint8Array): void {
    this.#pty?.write(bytes);
  }

  /** Sends what a viewer typed. */
  type(bytes: Uint8Array): void {
    this.#around.pace.typed();
    this.write(bytes);
  }

  /**
   * Types a prompt as one paste, only into a `claude` that is known to wait for one: a dialog would take it as an
   * answer, a shell would run it.
   */
  prompt(text: string): PromptOutcome {
    // A process that was told to end may take a moment; what is typed then is lost.
    if (!this.alive || this.#asked || this.#launch.kind !== 'claude') return 'gone';
    if (!this.#tracker.takesPrompt()) return 'busy';
    this.#around.screens.rows(this.id).then((rows) => {
      this.#before = new Set(rows);
    });
    this.write(Buffer.from(`\x1b[200~${printable(text)}\x1b[201~\r`, 'utf8'));
    this.#tracker.feed({ kind: 'given', at: Date.now() });
    return 'sent';
  }

  resize(asked: Size): void {
    const size = {
      columns: Math.min(MAX_SIDE, Math.max(MIN_COLUMNS, asked.columns)),
      rows: Math.min(MAX_SIDE, Math.max(MIN_ROWS, asked.rows)),
    };
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.stream.resize(size);
    this.#pty?.resize(size);
  }

  titled(title: string): void {
    this.#tracker.feed({ kind: 'title', at: Date.now(), title });
  }

  /** Called a few times per second while the host holds the session. */
  tick(): void {
    if (!this.alive) return;
    this.#look?.();
    this.#tracker.feed({ kind: 'tick', at: Date.now() });
    if (this.#tracker.awaitsWords) this.#readScreen();
  }

  /** Reads the CLI's answer to a prompt that began no turn from the screen; its status file does not contain it. */
  async #readScreen(): Promise<void> {
    const printed = wordsSince(await this.#around.screens.rows(this.id), this.#before);
    if (this.alive) this.#tracker.feed({ kind: 'screen', at: Date.now(), ...printed });
  }

  /** Ends the whole process tree within 5 s. False when nothing was alive. */
  async stop(): Promise<boolean> {
    this.#asked = true;
    const stopped = await stopTree(this.#tree);
    // Report the end only after the processes are gone: starting the session again must not return this one.
    await Promise.race([this.#exited, pause(EXIT_TOLD, undefined, { ref: false })]);
    return stopped;
  }

  /** Releases what an ended session holds: hooks, viewers, screen. Kills nothing. */
  dispose(): void {
    this.#around.hooks.forget(this.#token);
    this.stream.dispose();
    this.#around.screens.remove(this.id);
  }

  /** Processes that outlived the leader, e.g. a server started in the background. */
  hasSurvivors(): boolean {
    return membersOf(this.#tree).length > 0;
  }

  #onHook(payload: HookPayload): Held | null {
    const at = Date.now();
    if (payload.hook_event_name !== 'PermissionRequest') {
      this.#tracker.feed({ kind: 'hook', at, payload });
      this.#letGo();
      return null;
    }
    const { id, held } = this.asks.hold(payload);
    this.#tracker.feed({ kind: 'hook', at, payload, ask: id });
    return held;
  }

  /** Requests that were answered in the terminal are closed here. */
  #letGo(): void {
    this.asks.keepOnly(this.#tracker.open());
  }

  #lookAt(configDir: string): () => void {
    const read = watchStatusFile(configDir, { pid: this.#pid, since: this.#since });
    return () => {
      const file = read();
      if (!file) return;
      this.#tracker.feed({ kind: 'file', at: Date.now(), file });
      this.#letGo();
    };
  }

  #onData(bytes: Uint8Array): void {
    const at = Date.now();
    const { starting } = this.#tracker;
    if (starting) this.#words = withWords(this.#words, bytes);
    if (starting || at - this.#lastOutput >= OUTPUT_EVERY) {
      const visible = starting && lastWords(this.#words) !== null;
      this.#tracker.feed({ kind: 'output', at, visible });
    }
    this.#lastOutput = at;
    this.stream.push(bytes);
  }

  #onExit(exit: Exit): void {
    this.alive = false;
    this.#noteExit();
    this.#pty = null;
    this.stream.end(encodeExit(exit));
    this.#around.hooks.forget(this.#token);
    const tail = lastWords(this.#words);
    this.#tracker.feed({ kind: 'exit', at: Date.now(), ...exit, asked: this.#asked, tail });
    this.#letGo();
    this.#around.onChange();
  }
}
