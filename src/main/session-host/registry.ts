import { randomInt } from 'node:crypto';
import type { Launch, SessionKeyData } from '../../shared/wire/control.ts';
import type { HostSession } from '../../shared/wire/host-messages.ts';
import type { HookListener } from './hook-listener.ts';
import { Pace } from './pace.ts';
import type { Screens } from './screens.ts';
import { type PromptOutcome, Session } from './session.ts';
import { StartSlots } from './start-slots.ts';

const TICK = 250;
/** Milliseconds in which changes of any sessions become one message. */
const CONFLATE = 25;
/** Ids begin anywhere: hosts that follow each other then hardly ever give the same id twice. */
const FIRST_ID_BELOW = 2 ** 31;

/** All sessions of the host, the newest for each key. */
export class Registry {
  private readonly sessions = new Map<string, Session>();
  private readonly starting = new Map<string, Promise<Session>>();
  private readonly listeners = new Set<() => void>();
  private readonly slots = new StartSlots();
  private readonly pace = new Pace();
  private readonly ticker: NodeJS.Timeout;
  private nextId = randomInt(1, FIRST_ID_BELOW);
  private announcing: NodeJS.Timeout | null = null;

  constructor(
    private readonly screens: Screens,
    private readonly hooks: HookListener,
  ) {
    this.ticker = setInterval(() => {
      for (const session of this.sessions.values()) session.tick();
    }, TICK);
  }

  /** Starts a session, or gives the living one of the same key. */
  start(launch: Launch): Promise<Session> {
    const name = nameOf(launch.key);
    const living = this.sessions.get(name);
    if (living?.alive) return Promise.resolve(living);
    const pending = this.starting.get(name);
    if (pending) return pending;
    const started = this.launch(launch).finally(() => this.starting.delete(name));
    this.starting.set(name, started);
    return started;
  }

  /** False when nothing of the session was alive. */
  async stop(key: SessionKeyData): Promise<boolean> {
    const name = nameOf(key);
    // One that waits for its slot is started first: there is nothing else to stop yet.
    await this.starting.get(name)?.catch(() => null);
    return (await this.sessions.get(name)?.stop()) ?? false;
  }

  /** Gives a prompt to a session that waits for one. */
  prompt(key: SessionKeyData, text: string): PromptOutcome {
    return this.sessions.get(nameOf(key))?.prompt(text) ?? 'gone';
  }

  byId(id: number): Session | null {
    for (const session of this.sessions.values()) if (session.id === id) return session;
    return null;
  }

  list(): HostSession[] {
    return [...this.sessions.values()].map((session) => session.describe());
  }

  get busy(): boolean {
    if (this.starting.size > 0) return true;
    return [...this.sessions.values()].some((session) => session.alive);
  }

  /** Returns the way to stop listening. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async stopAll(): Promise<void> {
    clearInterval(this.ticker);
    await Promise.all([...this.sessions.values()].map((session) => session.stop()));
  }

  private async launch(launch: Launch): Promise<Session> {
    if (launch.kind === 'claude') await this.slots.next();
    const name = nameOf(launch.key);
    const before = this.sessions.get(name);
    // A server of the earlier session would hold its port.
    if (before?.hasSurvivors()) await before.stop();
    const session = new Session(this.nextId++, launch, {
      screens: this.screens,
      pace: this.pace,
      hooks: this.hooks,
      onChange: () => this.announce(),
    });
    before?.dispose();
    this.sessions.set(name, session);
    this.announce();
    return session;
  }

  private announce(): void {
    this.announcing ??= setTimeout(() => {
      this.announcing = null;
      for (const listener of this.listeners) listener();
    }, CONFLATE);
  }
}

function nameOf(key: SessionKeyData): string {
  return JSON.stringify([key.project, key.feature, key.agent]);
}
