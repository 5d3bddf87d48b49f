import { type ClientContext, createORPCClient } from '@orpc/client';
import { type StandardLinkClient, StandardRPCLink } from '@orpc/client/standard';
import type { ContractRouterClient } from '@orpc/contract';
import { ClientPeer } from '@orpc/standard-server-peer';
import type { Contract } from '../../shared/contract/index.ts';
import { desktopDial } from './message-port-wire.ts';
import { dialWebSocket, exchangeToken } from './web-socket-wire.ts';
import type { Dial, Wire } from './wire.ts';

export type Api = ContractRouterClient<Contract>;

export type LinkStatus = 'connecting' | 'open' | 'lost';

/** The renderer's only connection to the main process, the same in a browser and in the desktop shell. */
export interface Link {
  readonly shell: 'web' | 'desktop';
  readonly api: Api;
  status(): LinkStatus;
  /** Calls back when the status changes. Returns a function that removes the listener. */
  subscribe(listener: () => void): () => void;
  /** Opens a channel for terminal frames; rejects while the main process cannot be reached. */
  openTerminals(): Promise<Wire>;
}

/** Milliseconds between attempts to reconnect; the last value repeats. */
const REDIAL = [100, 300, 1000, 2000];

/** Connects, and reconnects for the life of the page. Streams must be reopened after a reconnect, see `useStream`. */
export async function connect(): Promise<Link> {
  const desktop = desktopDial();
  if (!desktop) await exchangeToken();
  return createLink(desktop ?? dialWebSocket, desktop ? 'desktop' : 'web');
}

function createLink(dial: Dial, shell: Link['shell']): Link {
  const listeners = new Set<() => void>();
  let status: LinkStatus = 'connecting';
  let peer: Promise<ClientPeer> = redial(0);

  function become(next: LinkStatus): void {
    status = next;
    for (const listener of listeners) listener();
  }

  async function redial(attempt: number): Promise<ClientPeer> {
    try {
      return open(await dial('control'));
    } catch {
      // Ignore the failure: the status shows it, and the next attempt follows.
      if (attempt > 0) become('lost');
      const pause = REDIAL[Math.min(attempt, REDIAL.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
      return redial(attempt + 1);
    }
  }

  function open(wire: Wire): ClientPeer {
    const opened = new ClientPeer((message) => wire.sendText(message as string));
    wire.onText((text) => {
      opened.message(text).catch(() => wire.close());
    });
    wire.onClose(() => {
      become('lost');
      peer = redial(0);
      opened.close();
    });
    become('open');
    return opened;
  }

  const client: StandardLinkClient<ClientContext> = {
    async call(request) {
      const response = await (await peer).request(request);
      return { ...response, body: () => Promise.resolve(response.body) };
    },
  };
  const api: Api = createORPCClient(new StandardRPCLink(client, { url: 'http://orpc' }));

  return {
    shell,
    api,
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openTerminals: () => dial('terminals'),
  };
}
