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
  /** Folder of the socket and the manifest, 0700. */
  readonly directory: string;
  readonly version: string;
  /** The folder that the host was started from. */
  readonly scripts: string;
  /** Milliseconds that a host with no living session and no client stays. */
  readonly idleExit: number;
  readonly workerScript: URL;
  /** Called once the host has nothing left to hold, or cannot go on. */
  onDone(exitCode: number): void;
}

/** Runs the host of this user. Null when another one runs already. Returns the way to end it with all its sessions. */
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
      // Without screens no viewer could be given a true picture: better to end visibly.
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

/** The socket appears at its path once it answers: between binding and listening a caller would be refused. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  // To a pipe nobody but its user, the system and administrators may write.
  if (platform() === 'win32') return listen(server, path);
  // Not longer than the path itself, which is as long as a system may allow.
  const draft = join(dirname(path), `.${process.pid}`);
  rmSync(draft, { force: true });
  // Nobody may connect between binding and narrowing the mode, whatever the folder allows.
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
