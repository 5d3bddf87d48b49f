/**
 * The page's half of the stand-in, run before any other script: gives the preload its `electron` and carries ports.
 * Binary travels as base64.
 */

export type Data = { readonly text: string } | { readonly base64: string };

export type ToMain =
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: Data };

export type ToPage =
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly message: unknown;
      readonly ports: readonly number[];
    }
  | { readonly kind: 'port'; readonly id: number; readonly data: Data };

declare global {
  interface Window {
    __toMain(message: ToMain): Promise<void>;
    __fromMain(message: ToPage): void;
    __electron: unknown;
  }
}

type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void;

/** Self-contained: it is sent to the page as text. */
export function installPageSide(): void {
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<number, MessagePort>();

  const encode = (data: string | Uint8Array): Data => {
    if (typeof data === 'string') return { text: data };
    const binary = Array.from(data, (byte) => String.fromCharCode(byte)).join('');
    return { base64: btoa(binary) };
  };
  const decode = (data: Data): string | Uint8Array => {
    if ('text' in data) return data.text;
    return Uint8Array.from(atob(data.base64), (character) => character.charCodeAt(0));
  };

  /** The page gets one end of a channel; the other end stands for the main process. */
  const receivePort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.onmessage = (event) => {
      window.__toMain({ kind: 'port', id, data: encode(event.data) });
    };
    return port2;
  };

  window.__fromMain = (message) => {
    if (message.kind === 'port') {
      ports.get(message.id)?.postMessage(decode(message.data));
      return;
    }
    const event = { ports: message.ports.map(receivePort) };
    for (const listener of listeners.get(message.channel) ?? []) listener(event, message.message);
  };

  window.__electron = {
    ipcRenderer: {
      on(channel: string, listener: Listener) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
      send(channel: string, ...args: unknown[]) {
        window.__toMain({ kind: 'send', channel, args });
      },
    },
    contextBridge: {
      exposeInMainWorld(name: string, api: unknown) {
        Object.defineProperty(window, name, { value: api });
      },
    },
  };
}
