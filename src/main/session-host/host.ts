import { chmodSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { claim } from './claim.ts';
import { serveConnection } from './connection.ts';
import { listenForHooks } from './hook-listener.ts';
import { Records } from './records.ts';
import { Registry } from './registry.ts';
import { createScreens } from './screens.ts';

const LOOK = 1000;

export interface HostOptions {
  /** Folder of the socket and the manifest, mode 0700. */
  readonly directory: string;
  readonly version: string;
  /** The folder that the host was started from. */
  readonly scripts: string;
  /** Milliseconds after which a host without sessions and clients exits. */
  readonly idleExit: number;
  readonly workerScript: URL;
  /** Called when the host has no session or client left, or cannot continue. */
  onDone(exitCode: number): void;
}

/**
 * Runs the session host of this user. Null when another host is already running. Returns a function that stops it with
 * all its sessions.
 */
export async function runHost(options: HostOptions): Promise<(() => Promise<void>) | null> {
  const claimed = claim(options.directory, options);
  if (!claimed) return null;
  const hooks = await listenForHooks();
  const screens = createScreens({
    script: options.workerScript,
    events: {
      onParsed: (id) => registry.byId(id)?.stream.parsed(),
      onReply: (id, bytes) => registry.byId(id)?.write(bytes),
      onTitle: (id, title) => registry.byId(id)?.titled(title),
      onBell: (id) => registry.byId(id)?.stream.rang(),
    },
    onFailed(error) {
      // Without the screen worker every snapshot would be wrong: exit visibly instead.
      console.error('The screen worker failed', error);
      close(1);
    },
  });
  const registry = new Registry(screens, hooks, new Records(options.directory));
  const clients = new Set<Socket>();
  const welcoming = { version: options.version, hookUrl: hooks.url };
  const server = createServer({ noDelay: true }, (socket) => {
    clients.add(socket);
    socket.once('close', () => clients.delete(socket));
    serveConnection(socket, registry, welcoming);
  });
  await listenPrivately(server, claimed.manifest.socket);

  let idleSince = Date.now();
  const idle = setInterval(() => {
    if (registry.busy || clients.size > 0) idleSince = Date.now();
    else if (Date.now() - idleSince >= options.idleExit) close(0);
  }, LOOK);

  let closing: Promise<void> | null = null;
  function close(exitCode: number): Promise<void> {
    closing ??= end(exitCode);
    return closing;
  }
  async function end(exitCode: number): Promise<void> {
    clearInterval(idle);
    server.close();
    await registry.stopAll();
    for (const client of clients) client.destroy();
    hooks.close();
    await screens.dispose();
    if (platform() !== 'win32') rmSync(claimed?.manifest.socket ?? '', { force: true });
    claimed?.release();
    options.onDone(exitCode);
  }
  return () => close(0);
}

/** Listens at a temporary path and renames it, so that the socket appears only once it accepts connections. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  // A Windows pipe is writable only for its user, the system and administrators.
  if (platform() === 'win32') return listen(server, path);
  // Not longer than the final path, which may already have the maximum length.
  const draft = join(dirname(path), `.${process.pid}`);
  rmSync(draft, { force: true });
  // Restrict the mode from the start: otherwise others could connect between bind and chmod.
  const mask = process.umask(0o177);
  await listen(server, draft);
  process.umask(mask);
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}
