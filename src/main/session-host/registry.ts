import { randomInt } from 'node:crypto';
import type { Launch, SessionKeyData } from '../../shared/wire/control.ts';
import type { HostSession } from '../../shared/wire/host-messages.ts';
import type { HeldAsks } from './held-asks.ts';
import type { HookListener } from './hook-listener.ts';
import { LeftBehind } from './left-behind.ts';
import { Pace } from './pace.ts';
import type { Records } from './records.ts';
import type { Screens } from './screens.ts';
import { type PromptOutcome, Session } from './session.ts';
import { StartSlots } from './start-slots.ts';

const TICK = 250;
/** Milliseconds during which changes of all sessions are merged into one message. */
const CONFLATE = 25;
/** Ids start at a random number, so that consecutive hosts hardly ever use the same id. */
const FIRST_ID_BELOW = 2 ** 31;

/** All sessions of the host, the newest for each key. */
export class Registry {
  readonly #sessions = new Map<string, Session>();
  readonly #starting = new Map<string, Promise<Session>>();
  readonly #listeners = new Set<() => void>();
  readonly #slots = new StartSlots();
  readonly #pace = new Pace();
  readonly #ticker: NodeJS.Timeout;
  #nextId = randomInt(1, FIRST_ID_BELOW);
  #closing = false;
  #announcing: NodeJS.Timeout | null = null;

  readonly left: LeftBehind;

  readonly #screens: Screens;
  readonly #hooks: HookListener;
  readonly #records: Records;
  constructor(screens: Screens, hooks: HookListener, records: Records) {
    this.#screens = screens;
    this.#hooks = hooks;
    this.#records = records;
    this.left = new LeftBehind(records.read(), () => {
      this.#note();
      this.#announce();
    });
    this.#ticker = setInterval(() => {
      for (const session of this.#sessions.values()) session.tick();
    }, TICK);
  }

  /** Starts a session, or returns the living one with the same key. */
  start(launch: Launch): Promise<Session> {
    const name = nameOf(launch.key);
    const living = this.#sessions.get(name);
    if (living?.alive) return Promise.resolve(living);
    const pending = this.#starting.get(name);
    if (pending) return pending;
    const started = this.#launch(launch).finally(() => this.#starting.delete(name));
    this.#starting.set(name, started);
    return started;
  }

  /** False when no process of the session was alive. */
  async stop(key: SessionKeyData): Promise<boolean> {
    const name = nameOf(key);
    // A session that waits for a start slot is started first: only then can it be stopped.
    await this.#starting.get(name)?.catch(() => null);
    const stopped = await this.#sessions.get(name)?.stop();
    return (await this.left.end(key)) || (stopped ?? false);
  }

  /** Sends a prompt to a session that waits for one. */
  prompt(key: SessionKeyData, text: string): PromptOutcome {
    return this.#sessions.get(nameOf(key))?.prompt(text) ?? 'gone';
  }

  /** The open requests of a session; null when there is no such session. */
  asks(key: SessionKeyData): HeldAsks | null {
    return this.#sessions.get(nameOf(key))?.asks ?? null;
  }

  byId(id: number): Session | null {
    for (const session of this.#sessions.values()) if (session.id === id) return session;
    return null;
  }

  list(): HostSession[] {
    return [...this.#sessions.values()].map((session) => session.describe());
  }

  get busy(): boolean {
    if (this.#starting.size > 0) return true;
    return [...this.#sessions.values()].some((session) => session.alive);
  }

  /** Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends all sessions. Their records stay, in case the system goes down before they have ended. */
  async stopAll(): Promise<void> {
    clearInterval(this.#ticker);
    this.#closing = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
  }

  async #launch(launch: Launch): Promise<Session> {
    if (launch.kind === 'claude') await this.#slots.next();
    const name = nameOf(launch.key);
    const before = this.#sessions.get(name);
    // A server of the earlier session would still occupy its port.
    if (before?.hasSurvivors()) await before.stop();
    await this.left.end(launch.key);
    const session = new Session(this.#nextId++, launch, {
      screens: this.#screens,
      pace: this.#pace,
      hooks: this.#hooks,
      onChange: () => this.#announce(),
    });
    before?.dispose();
    this.#sessions.set(name, session);
    this.#announce();
    this.#note();
    return session;
  }

  #note(): void {
    if (this.#closing) return;
    const running = [...this.#sessions.values()].filter((session) => session.alive);
    this.#records.write([...this.left.records, ...running.map((session) => session.record())]);
  }

  #announce(): void {
    this.#announcing ??= setTimeout(() => {
      this.#announcing = null;
      this.#note();
      for (const listener of this.#listeners) listener();
    }, CONFLATE);
  }
}

function nameOf(key: SessionKeyData): string {
  return JSON.stringify([key.project, key.feature, key.agent]);
}
