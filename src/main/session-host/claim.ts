import { randomUUID } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { PROTOCOL_VERSION } from '../../shared/wire/frames.ts';
import { hostAddress } from '../../shared/wire/host-address.ts';
import { isSameProcess, processInfo } from './processes.ts';

const manifest = z.object({
  pid: z.number().int(),
  start: z.string(),
  version: z.string(),
  protocol: z.number().int(),
  socket: z.string(),
  /**
   * The folder the host was started from, which must stay while it runs. Hosts of the first version did not record it.
   */
  scripts: z.string().optional(),
  nonce: z.string(),
});
export type Manifest = z.infer<typeof manifest>;

export interface Claim {
  readonly manifest: Manifest;
  release(): void;
}

/**
 * Makes this process the only host of the folder; null when another living host already is. The manifest is the lock:
 * it is created atomically and names its owner by pid and start time, so a dead owner is recognised.
 */
export function claim(
  directory: string,
  program: { readonly version: string; readonly scripts: string },
): Claim | null {
  prepareDirectory(directory);
  const path = manifestPath(directory, PROTOCOL_VERSION);
  const mine: Manifest = {
    pid: process.pid,
    start: processInfo(process.pid)?.start ?? '',
    version: program.version,
    scripts: program.scripts,
    protocol: PROTOCOL_VERSION,
    socket: hostAddress(directory, PROTOCOL_VERSION, platform()),
    nonce: randomUUID(),
  };
  const draft = join(directory, `.${mine.nonce}.json`);
  writeFileSync(draft, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
  try {
    while (!tryLink(draft, path)) {
      const holder = read(path);
      if (holder && isSameProcess(holder)) return null;
      moveAside(path, holder?.nonce ?? null);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  // A Windows named pipe disappears with its process.
  if (platform() !== 'win32') rmSync(mine.socket, { force: true });
  return {
    manifest: mine,
    release() {
      if (read(path)?.nonce === mine.nonce) rmSync(path, { force: true });
    },
  };
}

/** Whether a living host of that protocol version serves the folder. */
export function hostLives(directory: string, protocol: number): boolean {
  const holder = read(manifestPath(directory, protocol));
  return holder !== null && isSameProcess(holder);
}

function manifestPath(directory: string, protocol: number): string {
  return join(directory, `host-v${protocol}.json`);
}

/** Throws when other users can access the folder: a socket in it could be theirs. */
function prepareDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const info = lstatSync(directory);
  const owner = process.getuid?.() ?? info.uid;
  // Windows has no mode bits: the folder inherits the access list of the user's profile.
  const open = platform() !== 'win32' && (info.mode & 0o077) !== 0;
  if (!info.isDirectory() || info.uid !== owner || open) {
    throw new Error(`${directory} must be a folder of this user that nobody else may enter`);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The manifest; null when it is missing or unreadable. */
function read(path: string): Manifest | null {
  try {
    const parsed = manifest.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Missing or unreadable: no host holds the folder.
    return null;
  }
}

/** Removes the manifest of a dead host. If another process has replaced it meanwhile, that one is put back. */
function moveAside(path: string, deadNonce: string | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    // Another process moved it first.
    return;
  }
  const moved = read(aside);
  if (moved && moved.nonce !== deadNonce) tryLink(aside, path);
  rmSync(aside, { force: true });
}
