import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { App } from '../api/app.ts';
import { serve } from '../api/serve.ts';
import { CoreFailure } from '../core/failure.ts';
import { log } from '../core/log.ts';
import { Guard } from './security.ts';
import { frameChannel, textWire } from './socket-wires.ts';
import { refuse, serveFile } from './static-files.ts';

/** Largest body of the token exchange, in bytes. */
const BODY_LIMIT = 1024;
/** Milliseconds within which a request must have arrived with its headers, and with its body. */
const HEADERS_WITHIN = 5_000;
const REQUEST_WITHIN = 10_000;
/** Milliseconds for which an idle connection is kept. */
const KEEP_ALIVE = 5_000;
/** Connections at a time; each page has three. */
const MOST_CONNECTIONS = 500;
/** Largest WebSocket message, in bytes: a large paste is one message. */
const MESSAGE_LIMIT = 8 * 1024 * 1024;

export interface WebServer {
  /** The URL to open, with the token in its fragment, which browsers never send. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Web mode: serves the built renderer and the core, on loopback only. Every request must be addressed to this server;
 * sockets must come from its own page with its cookie. Fails with `server.portTaken`.
 */
export async function startServer(
  app: App,
  options: {
    readonly renderer: string;
    readonly port: number;
    /** The project that its pages open. */
    readonly initial: string | null;
  },
): Promise<WebServer> {
  const guard = new Guard();
  const limits = {
    headersTimeout: HEADERS_WITHIN,
    requestTimeout: REQUEST_WITHIN,
    keepAliveTimeout: KEEP_ALIVE,
    connectionsCheckingInterval: HEADERS_WITHIN / 5,
  };
  const server = createServer(limits, (request, response) => {
    answer(guard, options.renderer, { request, response }).catch((thrown: unknown) => {
      // A client that went away halfway is not an error of the server.
      if (!request.destroyed) log.error('a request could not be answered', thrown);
      response.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Before anything else: an unhandled socket error would end the process.
    socket.on('error', () => socket.destroy());
    const welcome =
      guard.addressed(request) && guard.sameOrigin(request) && guard.signedIn(request);
    const plane = welcome ? pathOf(request) : null;
    if (plane !== '/control' && plane !== '/terminals') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', (thrown) => log.error('a socket failed', thrown));
      if (plane === '/control') serve(app, textWire(client), options);
      else app.sessions.connectViewer(frameChannel(client));
    });
  });
  const port = await listen(server, options.port);
  guard.answerOn(port);
  return {
    url: `http://127.0.0.1:${port}/#token=${guard.token}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EADDRINUSE' && thrown.code !== 'EACCES') return reject(thrown);
      reject(
        new CoreFailure({
          code: 'server.portTaken',
          message: `Port ${port} cannot be used: ${thrown.message}.`,
          data: { port },
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  guard: Guard,
  renderer: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  if (!guard.addressed(request)) return refuse(response, 403);
  const pathname = pathOf(request);
  if (pathname === null) return refuse(response, 404);
  if (pathname === '/session') return exchange(guard, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  await serveFile(renderer, pathname, response);
}

/** The path of a request; null for a malformed target, such as `//`. */
function pathOf({ url = '' }: IncomingMessage): string | null {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : null;
}

async function exchange(
  guard: Guard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405);
  if (!guard.sameOrigin(request)) return refuse(response, 403);
  const body = await readBody(request);
  if (body === null) return refuse(response, 413);
  const cookie = guard.cookieFor(tokenIn(body));
  if (!cookie) return refuse(response, 401);
  response.writeHead(204, { 'set-cookie': cookie, 'cache-control': 'no-store' });
  response.end();
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    const token = (parsed as { token?: unknown } | null)?.token;
    return typeof token === 'string' ? token : '';
  } catch {
    // Not JSON: no token.
    return '';
  }
}
