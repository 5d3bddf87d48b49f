import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PROTOCOL_VERSION } from '../../../shared/wire/frames.ts';
import { type HostSession, hostSession } from '../../../shared/wire/host-messages.ts';
import { connectHost, type HostConnection, type HostHandlers } from './host-connection.ts';
import type { SessionKey } from './sessions.ts';

const sessionList = z.object({ sessions: z.array(hostSession) });
const manifest = z.object({ protocol: z.number().int(), socket: z.string().min(1) });

interface OtherHost {
  readonly socket: string;
  readonly protocol: number;
  /** Null once it has gone. */
  connection: HostConnection | null;
  sessions: readonly HostSession[];
}

/**
 * Session hosts of the same user that speak another protocol, since another version of the app started them. Nothing new
 * is started there, but what runs is listed, shown and ended until it is over. For that, hosts and apps of all versions
 * share the framing, the handshake, the calls `list`, `subscribe` and `stop`, and the frames of viewers.
 */
export class OtherHosts {
  readonly #hosts = new Map<string, OtherHost>();
  #looking: Promise<void> = Promise.resolve();
  #disposed = false;

  readonly #options: {
    /** Where hosts keep their manifests. */
    readonly directory: string;
    readonly version: string;
    onSessions(): void;
  };
  constructor(options: {
    /** Where hosts keep their manifests. */
    readonly directory: string;
    readonly version: string;
    onSessions(): void;
  }) {
    this.#options = options;
  }

  /**
   * Reads the lists of those that run now, connecting where that was not yet. Never fails: one that cannot be talked to
   * is left alone.
   */
  look(): Promise<void> {
    // One that is under way may have asked before what the caller has done.
    this.#looking = this.#looking.then(() => this.#lookNow());
    return this.#looking;
  }

  sessions(): readonly HostSession[] {
    return [...this.#hosts.values()].flatMap(({ sessions }) => sessions);
  }

  /** The host in which a session of this key lives; null for none. */
  hostOf(key: SessionKey): HostConnection | null {
    const lives = ({ key: one, view }: HostSession) =>
      view.alive &&
      one.project === key.project &&
      one.feature === key.feature &&
      one.agent === key.agent;
    return this.#find(({ sessions }) => sessions.some(lives))?.connection ?? null;
  }

  /** The address of the host that has this session; null where none of these has it. */
  placeOf(session: number): string | null {
    return (
      this.#find(({ sessions }) => sessions.some(({ view }) => view.id === session))?.socket ?? null
    );
  }

  /** A further connection to one of them. */
  dial(place: string, handlers: HostHandlers): Promise<HostConnection> {
    const protocol = this.#hosts.get(place)?.protocol ?? PROTOCOL_VERSION;
    return connectHost(place, { version: this.#options.version, protocol }, handlers);
  }

  dispose(): void {
    this.#disposed = true;
    for (const { connection } of this.#hosts.values()) connection?.close();
  }

  #find(condition: (host: OtherHost) => boolean): OtherHost | undefined {
    return [...this.#hosts.values()].find(condition);
  }

  async #lookNow(): Promise<void> {
    const found = manifestsIn(this.#options.directory);
    await Promise.all(found.map((one) => this.#read(one).catch(() => undefined)));
  }

  async #read(found: z.infer<typeof manifest>): Promise<void> {
    const host = this.#hosts.get(found.socket);
    if (!host?.connection) return this.#connect(found);
    const answer = await host.connection.call({ method: 'list' });
    host.sessions = sessionList.parse(answer).sessions;
  }

  async #connect({ socket, protocol }: z.infer<typeof manifest>): Promise<void> {
    const host: OtherHost = { socket, protocol, connection: null, sessions: [] };
    const handlers: HostHandlers = {
      onSessions: (sessions) => {
        host.sessions = sessions;
        this.#options.onSessions();
      },
      onClose: () => {
        host.connection = null;
        // It ends when its last session has: what it had is over.
        this.#hosts.delete(socket);
        if (!this.#disposed) this.#options.onSessions();
      },
    };
    const connection = await connectHost(
      socket,
      { version: this.#options.version, protocol },
      handlers,
    );
    host.connection = connection;
    this.#hosts.set(socket, host);
    // Answered after the first list has come.
    await connection.call({ method: 'subscribe' });
  }
}

/** Manifests of hosts of other protocols, whether they still run or not. */
function manifestsIn(directory: string): z.infer<typeof manifest>[] {
  return namesIn(directory)
    .filter((name) => /^host-v\d+\.json$/.test(name))
    .flatMap((name) => {
      try {
        const parsed = manifest.safeParse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
        return parsed.success ? [parsed.data] : [];
      } catch {
        // Gone since, or no manifest.
        return [];
      }
    })
    .filter(({ protocol }) => protocol !== PROTOCOL_VERSION);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // No host has run yet.
    return [];
  }
}
