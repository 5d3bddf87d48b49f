import { desktopShell } from './desktop.ts';
import type { Dial, Wire } from './wire.ts';

/** Milliseconds without a port after which the request counts as refused: the main process answers immediately. */
const PATIENCE = 5_000;

/** Opens channels over message ports; null outside the desktop shell. */
export function desktopDial(): Dial | null {
  const shell = desktopShell();
  if (!shell) return null;
  return (plane) =>
    new Promise((resolve, reject) => {
      const arrived = (event: MessageEvent) => {
        const port = event.ports[0];
        if (event.source !== window || event.data?.tributaryPort !== plane || !port) return;
        settle();
        resolve(wireOf(port));
      };
      const settle = () => {
        clearTimeout(timer);
        window.removeEventListener('message', arrived);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error('The main process did not provide a port.'));
      }, PATIENCE);
      window.addEventListener('message', arrived);
      shell.requestPort(plane);
    });
}

function wireOf(port: MessagePort): Wire {
  const closed = new Set<() => void>();
  port.start();
  // Electron fires `close` when the other process exits; browser types do not declare the event yet.
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
