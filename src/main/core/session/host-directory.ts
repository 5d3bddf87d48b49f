import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { platform, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { PROTOCOL_VERSION } from '../../../shared/wire/frames.ts';
import { hostAddress } from '../../../shared/wire/host-address.ts';
import { CoreFailure } from '../failure.ts';

/** Longest socket path that every system accepts, in bytes: 104 on macOS with the final zero, 108 on Linux. */
const LONGEST_SOCKET_PATH = 100;

/** The folder of the session host's socket for this home: `<home>/run`, or a short path when that is too long. */
export function hostDirectory(home: string): string {
  const direct = join(home, 'run');
  // Windows pipes have names of any length.
  if (platform() === 'win32') return direct;
  if (Buffer.byteLength(hostSocket(direct)) <= LONGEST_SOCKET_PATH) return direct;
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 10);
  return join(tmpdir(), `tributary-${userInfo().uid}-${hash}`);
}

export function hostSocket(directory: string): string {
  return hostAddress(directory, PROTOCOL_VERSION, platform());
}

const someRecords = z.object({ sessions: z.array(z.unknown()).min(1) });

/** Whether an earlier host, of any protocol version, recorded sessions that had not ended. */
export function leftRecords(home: string): boolean {
  const directory = hostDirectory(home);
  try {
    return readdirSync(directory)
      .filter((name) => /^sessions-v\d+\.json$/.test(name))
      .some((name) => hasRecords(join(directory, name)));
  } catch {
    // No host has run yet.
    return false;
  }
}

function hasRecords(path: string): boolean {
  try {
    return someRecords.safeParse(JSON.parse(readFileSync(path, 'utf8'))).success;
  } catch {
    // Missing, or not written by a host.
    return false;
  }
}

/**
 * Creates the folder with mode 0700. Fails with `host.folderNotPrivate` when it belongs to somebody else or is a
 * symbolic link.
 */
export function makePrivate(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const info = lstatSync(directory);
  const uid = process.getuid?.() ?? info.uid;
  if (!info.isDirectory() || info.uid !== uid) {
    throw new CoreFailure({
      code: 'host.folderNotPrivate',
      message: `${directory} is not a folder of yours, so terminals are not put into it.`,
      data: { directory },
    });
  }
  // On Windows the folder inherits the access list of the settings folder and has no mode.
  if (platform() !== 'win32' && (info.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}
