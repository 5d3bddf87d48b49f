import type { MessagePortMain } from 'electron';
import type { TextWire } from '../api/serve.ts';
import type { FrameChannel } from '../core/session/sessions.ts';

/** Control messages over a message port; anything but text closes it. */
export function textWire(port: MessagePortMain): TextWire {
  return {
    send(text) {
      port.postMessage(text);
      return Promise.resolve();
    },
    onText(listener) {
      port.on('message', ({ data }) => {
        if (typeof data === 'string') listener(data);
        else port.close();
      });
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}

/** Terminal frames over a message port. The queue of a port cannot be read, so only credit limits it. */
export function frameChannel(port: MessagePortMain): FrameChannel {
  return {
    send: (frame) => port.postMessage(new Uint8Array(frame)),
    buffered: 0,
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (data instanceof Uint8Array) listener(data);
        else port.close();
      });
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
