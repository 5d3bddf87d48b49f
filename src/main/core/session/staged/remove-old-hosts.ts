import { readdirSync, readFileSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import { log } from '../../log.ts';
import { removeOwn } from '../../remove-own.ts';

/** Milliseconds for which a copy is kept after its last use: a host started from it may not have its manifest yet. */
const GRACE_MS = 10 * 60_000;

const running = z.object({ scripts: z.string() });

export interface StagedFolders {
  /** The folder of all copies. */
  readonly copies: string;
  /** The folder of the manifests of running hosts. */
  readonly manifests: string;
  /** Name of the copy in use. */
  readonly current: string;
  readonly now: number;
}

/**
 * Removes copies of earlier versions that no host's manifest names. The manifest of a killed host stays, and so its
 * copy, until the next host replaces it.
 */
export async function removeOldHosts(folders: StagedFolders): Promise<void> {
  const used = hostScripts(folders.manifests);
  for (const name of namesIn(folders.copies)) {
    const folder = join(folders.copies, name);
    if (name === folders.current || !isOld(folder, folders.now)) continue;
    if (used.some((scripts) => isWithin(folder, scripts))) continue;
    await removeFolder(folder);
  }
}

/** Rename first: when a program runs from it (Windows) that fails, and the folder stays. */
async function removeFolder(folder: string): Promise<void> {
  const doomed = folder.endsWith('.removed') ? folder : `${folder}.removed`;
  try {
    if (doomed !== folder) await rename(folder, doomed);
    await removeOwn(dirname(doomed), doomed);
  } catch (thrown) {
    log.error(`${folder}, of an earlier version, stays for now`, thrown);
  }
}

function hostScripts(manifests: string): readonly string[] {
  return namesIn(manifests)
    .filter((name) => /^host-v\d+\.json$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(join(manifests, name), 'utf8');
        const parsed = running.safeParse(JSON.parse(text));
        return parsed.success ? [parsed.data.scripts] : [];
      } catch {
        // Gone since, or not a manifest.
        return [];
      }
    });
}

function isOld(folder: string, now: number): boolean {
  const info = statSync(folder, { throwIfNoEntry: false });
  return info !== undefined && now - info.mtimeMs > GRACE_MS;
}

function isWithin(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return !inside.startsWith('..');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was copied, or no host has run yet.
    return [];
  }
}
