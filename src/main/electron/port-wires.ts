import type { MessagePortMain } from 'electron';
import type { TextWire } from '../api/serve.ts';
import type { FrameChannel } from '../core/session/sessions.ts';

/** The control plane over a message port; anything but text closes it. */
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

/** The terminal plane over a message port; ports queue nothing that could be read, credit limits what is under way. */
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
