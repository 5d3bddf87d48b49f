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
  /** Null once it is closed. */
  connection: HostConnection | null;
  sessions: readonly HostSession[];
}

/**
 * Session hosts of the same user with another protocol version, started by another version of the app. Nothing new is
 * started in them, but their sessions are listed, shown and ended. For that, all versions share the framing, the
 * handshake, the calls `list`, `subscribe` and `stop`, and the frames of viewers.
 */
export class OtherHosts {
  readonly #hosts = new Map<string, OtherHost>();
  #looking: Promise<void> = Promise.resolve();
  #disposed = false;

  readonly #options: {
    /** The folder of the hosts' manifests. */
    readonly directory: string;
    readonly version: string;
    onSessions(): void;
  };
  constructor(options: {
    /** The folder of the hosts' manifests. */
    readonly directory: string;
    readonly version: string;
    onSessions(): void;
  }) {
    this.#options = options;
  }

  /**
   * Reads the session lists of all running hosts and connects to new ones. Never fails: an unreachable host is skipped.
   */
  look(): Promise<void> {
    // Queue behind a look in progress, which may have asked too early.
    this.#looking = this.#looking.then(() => this.#lookNow());
    return this.#looking;
  }

  sessions(): readonly HostSession[] {
    return [...this.#hosts.values()].flatMap(({ sessions }) => sessions);
  }

  /** The host with a live session of this key; null when there is none. */
  hostOf(key: SessionKey): HostConnection | null {
    const lives = ({ key: one, view }: HostSession) =>
      view.alive &&
      one.project === key.project &&
      one.feature === key.feature &&
      one.agent === key.agent;
    return this.#find(({ sessions }) => sessions.some(lives))?.connection ?? null;
  }

  /** The address of the host that has this session; null when none has. */
  placeOf(session: number): string | null {
    return (
      this.#find(({ sessions }) => sessions.some(({ view }) => view.id === session))?.socket ?? null
    );
  }

  /** Opens another connection to one of them. */
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
        // The host exits after its last session: its sessions are over.
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
    // Answered after the first list.
    await connection.call({ method: 'subscribe' });
  }
}

/** Manifests of hosts with other protocol versions, running or not. */
function manifestsIn(directory: string): z.infer<typeof manifest>[] {
  return namesIn(directory)
    .filter((name) => /^host-v\d+\.json$/.test(name))
    .flatMap((name) => {
      try {
        const parsed = manifest.safeParse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
        return parsed.success ? [parsed.data] : [];
      } catch {
        // Gone since, or not a manifest.
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
