import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream, statSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { removeOwn } from '../../remove-own.ts';
import { type HostManifest, hostManifestPath } from './host-manifest.ts';

/** Attempts to rename a folder: on Windows virus scanners hold new files for a moment. */
const RENAME_TRIES = 20;
const RENAME_PAUSE_MS = 100;
const HELD = ['EPERM', 'EACCES', 'EBUSY'];
/** Errors of `rename` when another process has created its copy first. */
const THERE_ALREADY = ['EEXIST', 'ENOTEMPTY', ...HELD];

/** The files of a host. */
export interface HostFiles {
  readonly manifest: HostManifest;
  /** The absolute path of a file by its path in the manifest. */
  sourceOf(path: string): string;
}

/**
 * Copies a host to `target` atomically: every file is verified before the folder gets its name. A copy that another
 * process made meanwhile is kept. Throws when the package is damaged.
 */
export async function copyHost({ manifest, sourceOf }: HostFiles, target: string): Promise<void> {
  const draft = `${target}.${randomUUID()}`;
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    for (const file of manifest.files) {
      const to = join(draft, file.path);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      // A copy-on-write clone, if the file system supports it.
      await copyFile(sourceOf(file.path), to, constants.COPYFILE_FICLONE);
      if ((await sha256(to)) !== (file.sha256 ?? (await sha256(sourceOf(file.path))))) {
        throw new Error(`${sourceOf(file.path)} is not the file that was packaged`);
      }
      await chmod(to, file.executable ? 0o700 : 0o600);
    }
    await writeFile(hostManifestPath(draft), `${JSON.stringify(manifest)}\n`, { mode: 0o600 });
    await place(draft, target, manifest);
  } finally {
    await removeOwn(dirname(target), draft);
  }
}

/** Whether the copy has every file in full length; contents were verified when it was made. */
export function isWhole(folder: string, manifest: HostManifest): boolean {
  const there = statSync(hostManifestPath(folder), { throwIfNoEntry: false }) !== undefined;
  return (
    there &&
    manifest.files.every(({ path, size }) => {
      const there = statSync(join(folder, path), { throwIfNoEntry: false });
      return there !== undefined && (size === null || there.size === size);
    })
  );
}

async function place(draft: string, target: string, manifest: HostManifest): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(draft, target);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (THERE_ALREADY.includes(code) && isWhole(target, manifest)) return;
      if (tries === RENAME_TRIES || !THERE_ALREADY.includes(code)) throw error;
      // The existing copy is incomplete: a full disk, or somebody deleted files.
      if (!HELD.includes(code)) await removeOwn(dirname(target), target);
      await pause(RENAME_PAUSE_MS);
    }
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
