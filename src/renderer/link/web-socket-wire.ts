import type { Dial, Wire } from './wire.ts';

/** Removes the one-time token from the address and exchanges it for a cookie that scripts cannot read. */
export async function exchangeToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  history.replaceState(null, '', location.pathname + location.search);
  await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

/** Web mode: opens one WebSocket per plane, authorised by the session cookie. */
export const dialWebSocket: Dial = (plane) =>
  new Promise((resolve, reject) => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/${plane}`);
    socket.binaryType = 'arraybuffer';
    const refused = () => reject(new Error('The server cannot be reached.'));
    socket.addEventListener('close', refused, { once: true });
    socket.addEventListener(
      'open',
      () => {
        socket.removeEventListener('close', refused);
        resolve(wireOf(socket));
      },
      { once: true },
    );
  });

function wireOf(socket: WebSocket): Wire {
  return {
    sendText: (text) => socket.send(text),
    sendBytes: (bytes) => socket.send(new Uint8Array(bytes)),
    onText: (listener) =>
      socket.addEventListener('message', (event) => {
        if (typeof event.data === 'string') listener(event.data);
      }),
    onBytes: (listener) =>
      socket.addEventListener('message', (event) => {
        if (event.data instanceof ArrayBuffer) listener(new Uint8Array(event.data));
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  };
}
