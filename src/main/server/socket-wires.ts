import type { WebSocket } from 'ws';
import type { TextWire } from '../api/serve.ts';
import type { FrameChannel } from '../core/session/sessions.ts';

/** Bytes queued in a socket above which the sender waits. */
const QUEUE = 64 * 1024;

/** Control messages over a WebSocket; a binary message closes it. */
export function textWire(socket: WebSocket): TextWire {
  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return Promise.resolve();
      if (socket.bufferedAmount < QUEUE) {
        socket.send(text);
        return Promise.resolve();
      }
      // An error is followed by `close`, which ends the peer.
      return new Promise((resolve) => socket.send(text, () => resolve()));
    },
    onText(listener) {
      socket.on('message', (data, binary) => {
        if (binary) socket.close(1003);
        else listener(data.toString());
      });
    },
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(1008),
  };
}

/** Terminal frames over a WebSocket; a text message closes it. */
export function frameChannel(socket: WebSocket): FrameChannel {
  return {
    send(frame) {
      if (socket.readyState === socket.OPEN) socket.send(frame);
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    onFrame(listener) {
      socket.on('message', (data, binary) => {
        if (binary && Buffer.isBuffer(data)) listener(data);
        else socket.close(1003);
      });
    },
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}
