import { existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { log } from '../../log.ts';
import { hostDirectory } from '../host-directory.ts';
import { type FindNodePrograms, type NodePrograms, ownNode, programsIn } from '../node-program.ts';
import { builtHost, saysHostFiles } from './built-host.ts';
import { copyHost, type HostFiles, isWhole } from './copy-host.ts';
import { readHostManifest } from './host-manifest.ts';
import { removeOldHosts } from './remove-old-hosts.ts';

/** Next to the scripts of a package: the relative path of its host. */
const packaged = z.object({ host: z.string() });
const PACKAGED = 'packaged.json';

/**
 * The programs of built scripts, copied to `<home>/host/<content hash>/` on first use and run from there: an update or
 * another build replaces or unmounts the installation while sessions go on. Rejects when the package is damaged or the
 * disk is full.
 */
export function findPrograms(of: {
  readonly scripts: string;
  /** The folder of user settings. */
  readonly home: string;
}): FindNodePrograms {
  const note = join(of.scripts, PACKAGED);
  if (existsSync(note)) {
    const { host } = packaged.parse(JSON.parse(readFileSync(note, 'utf8')));
    const source = resolve(of.scripts, host);
    return stagedHost(of.home, () => packagedHost(source));
  }
  // Read on demand: most commands start nothing.
  return saysHostFiles(of.scripts)
    ? stagedHost(of.home, () => builtHost(of.scripts))
    : programsIn(of.scripts);
}

/** The host in a package: `host.json`, its own node, its scripts. May be read-only. */
export function packagedHost(source: string): HostFiles {
  return { manifest: readHostManifest(source), sourceOf: (path) => join(source, path) };
}

/** Stages the files of a host on first use. */
export function stagedHost(home: string, find: () => HostFiles): FindNodePrograms {
  const copies = join(home, 'host');
  let last: Promise<NodePrograms | null> = Promise.resolve(null);

  async function stage(): Promise<NodePrograms> {
    const files = find();
    const { hash, node, scripts } = files.manifest;
    const target = join(copies, hash);
    if (!isWhole(target, files.manifest)) {
      mkdirSync(copies, { recursive: true, mode: 0o700 });
      await copyHost(files, target);
    }
    const now = Date.now();
    utimesSync(target, now / 1000, now / 1000);
    const manifests = hostDirectory(home);
    removeOldHosts({ copies, manifests, current: hash, now }).catch((thrown) =>
      log.error('copies of earlier session hosts were not removed', thrown),
    );
    return {
      node: node === null ? ownNode() : { file: join(target, node), env: {} },
      scripts: join(target, scripts),
    };
  }

  return () => {
    // One call at a time; a copy that was deleted meanwhile is made again.
    const next = last.then((programs) =>
      programs && existsSync(programs.scripts) ? programs : stage(),
    );
    last = next.catch(() => null);
    return next;
  };
}
