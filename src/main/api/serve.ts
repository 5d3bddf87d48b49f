import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer } from '@orpc/standard-server-peer';
import { log } from '../core/log.ts';
import type { App } from './app.ts';
import { router } from './router.ts';

/** One end of a control connection: text messages of one client. */
export interface TextWire {
  /** Resolves when the transport accepts more. The sender waits for it, so a slow client slows only its own streams. */
  send(text: string): Promise<void>;
  onText(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Longest accepted message, in characters: far above any regular call. */
const MESSAGE_LIMIT = 4 * 1024 * 1024;

/** Serves all procedures to one client until its connection closes. An invalid message closes it. */
export function serve(app: App, wire: TextWire, client: { readonly initial: string | null }): void {
  const handle = createServerPeerHandleRequestFn(new StandardRPCHandler(router), {
    context: { app, initial: client.initial },
  });
  const peer = new ServerPeer((message) => wire.send(message as string));
  wire.onText((text) => {
    if (text.length > MESSAGE_LIMIT) {
      wire.close();
      return;
    }
    peer.message(text, handle).catch((thrown: unknown) => {
      log.error('a client sent something that is not a call', thrown);
      wire.close();
    });
  });
  wire.onClose(() => peer.close());
}
