import * as z from 'zod';
import { type HostSession, hostSession } from '../../../shared/wire/host-messages.ts';
import {
  connectHost,
  type HostConnection,
  type HostHandlers,
  hostLost,
} from './host-connection.ts';
import { hostDirectory, hostSocket, makePrivate } from './host-directory.ts';
import { type HostProgram, notStarted, spawnHost } from './host-process.ts';
import type { HostStatus } from './sessions.ts';

/** Milliseconds for a new host to start listening. */
const START_WITHIN = 15_000;
const LOOK = 15;

const sessionList = z.object({ sessions: z.array(hostSession) });

export interface HostLinkOptions extends HostProgram {
  onSessions(sessions: readonly HostSession[]): void;
  /** The host died with all its sessions. */
  onLost(): void;
  onStatus(): void;
}

/** This process's control connection to the session host. */
export interface HostLink {
  /** Connects; starts a host when none is running. */
  ensure(): Promise<HostConnection>;
  /** Connects to a running host; null when there is none. */
  reach(): Promise<HostConnection | null>;
  /** Opens another connection to the running host. */
  dial(handlers: HostHandlers): Promise<HostConnection>;
  refresh(): Promise<void>;
  status(): HostStatus;
  dispose(): void;
}

export function createHostLink(options: HostLinkOptions): HostLink {
  const directory = hostDirectory(options.home);
  const socket = hostSocket(directory);
  let status: HostStatus = { state: 'idle' };
  let current: HostConnection | null = null;
  let connecting: Promise<HostConnection | null> | null = null;
  let ensuring: Promise<HostConnection> | null = null;
  let disposed = false;

  function become(next: HostStatus): void {
    status = next;
    options.onStatus();
  }

  const dial = (handlers: HostHandlers) =>
    connectHost(socket, { version: options.version }, handlers);

  async function connectNow(): Promise<HostConnection | null> {
    try {
      const host = await dial({
        onSessions: options.onSessions,
        onClose() {
          current = null;
          if (!disposed) lost();
        },
      });
      await host.call({ method: 'subscribe' });
      current = host;
      const { pid, version } = host.welcome;
      become({ state: 'connected', pid, version });
      return host;
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** The connection closed: reconnect if the host still runs; otherwise its sessions are gone. */
  async function lost(): Promise<void> {
    if (await reach().catch(() => null)) return;
    become({ state: 'lost', reason: 'it ended' });
    options.onLost();
  }

  async function reach(): Promise<HostConnection | null> {
    if (disposed) throw hostLost('the app is closing');
    if (current) return current;
    connecting ??= connectNow().finally(() => {
      connecting = null;
    });
    return connecting;
  }

  async function startHost(): Promise<HostConnection> {
    const running = await reach();
    if (running) return running;
    makePrivate(directory);
    const failure = await spawnHost(options, directory);
    const deadline = Date.now() + START_WITHIN;
    while (Date.now() < deadline) {
      const host = await reach();
      if (host) return host;
      const reason = failure();
      if (reason) throw notStarted(reason);
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    throw notStarted(`it did not listen within ${START_WITHIN / 1000} s`);
  }

  return {
    reach,
    dial,
    ensure() {
      ensuring ??= startHost().finally(() => {
        ensuring = null;
      });
      return ensuring;
    },
    async refresh() {
      const host = await reach();
      if (!host) return;
      const answer = await host.call({ method: 'list' });
      options.onSessions(sessionList.parse(answer).sessions);
    },
    status: () => status,
    dispose() {
      disposed = true;
      current?.close();
    },
  };
}

/** No socket, or nothing listens on it. */
function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR';
}
