import type { Notice } from './notices.ts';
import type { Dial, Wire } from './wire.ts';

/** What the preload script exposes in the desktop shell; absent in a browser. */
interface DesktopShell {
  /** Asks the main process for a port of a plane; it arrives as a window message. */
  requestPort(plane: string): void;
  showNotice(notice: Notice): void;
}

declare global {
  interface Window {
    readonly tributaryShell?: DesktopShell;
  }
}

/** Null outside the desktop shell. */
export function desktopDial(): Dial | null {
  const shell = window.tributaryShell;
  if (!shell) return null;
  return (plane) =>
    new Promise((resolve) => {
      const arrived = (event: MessageEvent) => {
        const port = event.ports[0];
        if (event.source !== window || event.data?.tributaryPort !== plane || !port) return;
        window.removeEventListener('message', arrived);
        resolve(wireOf(port));
      };
      window.addEventListener('message', arrived);
      shell.requestPort(plane);
    });
}

function wireOf(port: MessagePort): Wire {
  const closed = new Set<() => void>();
  port.start();
  // Electron closes ports with their process and says so; browsers' types do not know the event yet.
  port.addEventListener('close', () => {
    for (const listener of closed) listener();
  });
  return {
    sendText: (text) => port.postMessage(text),
    sendBytes: (bytes) => port.postMessage(bytes),
    onText: (listener) =>
      port.addEventListener('message', (event) => {
        if (typeof event.data === 'string') listener(event.data);
      }),
    onBytes: (listener) =>
      port.addEventListener('message', (event) => {
        if (event.data instanceof Uint8Array) listener(event.data);
        else if (event.data instanceof ArrayBuffer) listener(new Uint8Array(event.data));
      }),
    onClose: (listener) => closed.add(listener),
    close: () => port.close(),
  };
}
