import type { Bridge } from './bridge.ts';
import type { Data, Key, ToMain, ToPage } from './messages.ts';

declare global {
  /** Only in the isolated world: the page's own world has neither. */
  interface Window {
    __toMain(message: string): void;
    __fromMain(messages: readonly ToPage[]): void;
  }
}

/** What the preload gets by `require('electron')`. Self-contained: it is sent to the isolated world as text. */
export function electronForPreload(door: string, bridge: Bridge): object {
  type Listener = (event: object, ...args: unknown[]) => void;
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<number, MessagePort>();
  const invoked = new Map<number, { done(value: unknown): void; failed(error: Error): void }>();
  let paths: Readonly<Record<string, string>> = {};
  let last = 0;

  const tell = (message: ToMain) => window.__toMain(JSON.stringify(message));
  const encode = (data: string | Uint8Array): Data => {
    if (typeof data === 'string') return { text: data };
    let binary = '';
    for (const byte of data) binary += String.fromCharCode(byte);
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
    port1.onmessage = ({ data }) => tell({ kind: 'port', id, data: encode(data) });
    port1.addEventListener('close', () => {
      if (ports.delete(id)) tell({ kind: 'port', id, data: null });
    });
    return port2;
  };

  const toPort = ({ id, data }: { id: number; data: Data | null }) => {
    const port = ports.get(id);
    if (data) return port?.postMessage(decode(data));
    ports.delete(id);
    port?.close();
  };

  const receive = (message: ToPage) => {
    if (message.kind === 'port') return toPort(message);
    if (message.kind === 'dropped') {
      paths = message.paths;
      return;
    }
    if (message.kind === 'reply') {
      const waiting = invoked.get(message.id);
      invoked.delete(message.id);
      if ('error' in message) waiting?.failed(new Error(message.error));
      else waiting?.done(message.value);
      return;
    }
    const event = { ports: message.ports.map(receivePort), sender: ipcRenderer };
    for (const listener of [...(listeners.get(message.channel) ?? [])]) {
      listener(event, ...message.args);
    }
  };
  window.__fromMain = (messages) => messages.forEach(receive);

  const off = (channel: string, listener: Listener) => {
    const left = (listeners.get(channel) ?? []).filter((one) => one !== listener);
    listeners.set(channel, left);
    return ipcRenderer;
  };
  const on = (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    return ipcRenderer;
  };
  const ipcRenderer = {
    on,
    addListener: on,
    off,
    removeListener: off,
    once(channel: string, listener: Listener) {
      const one: Listener = (event, ...args) => {
        off(channel, one);
        listener(event, ...args);
      };
      return on(channel, one);
    },
    // Throws "could not be cloned" where Electron does.
    send: (channel: string, ...args: unknown[]) =>
      tell({ kind: 'send', channel, args: structuredClone(args) }),
    invoke(channel: string, ...args: unknown[]) {
      const id = ++last;
      return new Promise((done, failed) => {
        invoked.set(id, { done, failed });
        tell({ kind: 'invoke', id, channel, args: structuredClone(args) });
      });
    },
  };

  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      if (exposed.has(name)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      exposed.add(name);
      const detail = { name, api: bridge.encode(api) };
      window.dispatchEvent(new CustomEvent(`${door}:expose`, { detail }));
    },
  };
  const exposed = new Set<string>();

  // Files that a script made have no path.
  const webUtils = { getPathForFile: (file: File) => paths[file.name] ?? '' };
  const lacking = (name: string, target: object) =>
    new Proxy(target, {
      get(object, key, receiver) {
        if (typeof key === 'string' && !(key in object)) {
          throw new Error(`The stand-in for Electron lacks ${name}.${key} in preloads`);
        }
        return Reflect.get(object, key, receiver);
      },
    });
  return lacking('electron', {
    ipcRenderer: lacking('ipcRenderer', ipcRenderer),
    contextBridge: lacking('contextBridge', contextBridge),
    webUtils: lacking('webUtils', webUtils),
  });
}

/** Tells the main process of keys and right clicks that the page left alone. Sent as text too. */
export function watchInput(): void {
  const tell = (message: ToMain) => window.__toMain(JSON.stringify(message));
  /** After all listeners of the page: only then is it known whether the page took it. */
  const afterwards = (event: Event, then: () => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      if (!event.defaultPrevented) then();
    };
    port2.postMessage(null);
  };

  const keyOf = (event: KeyboardEvent): Key => ({
    type: event.type === 'keydown' ? 'keyDown' : 'keyUp',
    key: event.key,
    code: event.code,
    control: event.ctrlKey,
    shift: event.shiftKey,
    alt: event.altKey,
    meta: event.metaKey,
    isAutoRepeat: event.repeat,
  });
  for (const type of ['keydown', 'keyup'] as const) {
    window.addEventListener(type, (event) => {
      afterwards(event, () => tell({ kind: 'key', key: keyOf(event) }));
    });
  }

  window.addEventListener('contextmenu', (event) => {
    afterwards(event, () => {
      const target = event.target instanceof Element ? event.target : document.body;
      const link = target.closest('a[href]');
      const field = target.closest('input, textarea');
      const isArea = field instanceof HTMLTextAreaElement;
      const inField =
        isArea ||
        (field instanceof HTMLInputElement && /^(?:text|search|url|email)$/.test(field.type))
          ? field
          : null;
      const selected = inField
        ? inField.value.slice(inField.selectionStart ?? 0, inField.selectionEnd ?? 0)
        : String(window.getSelection() ?? '');
      tell({
        kind: 'context-menu',
        params: {
          x: event.clientX,
          y: event.clientY,
          linkURL: link instanceof HTMLAnchorElement ? link.href : '',
          linkText: link?.textContent ?? '',
          pageURL: location.href,
          selectionText: selected,
          isEditable:
            (inField !== null && !inField.readOnly && !inField.disabled) ||
            (target instanceof HTMLElement && target.isContentEditable),
          formControlType: inField ? (isArea ? 'text-area' : 'input-text') : 'none',
          canUndo: document.queryCommandEnabled('undo'),
        },
      });
    });
  });
}
