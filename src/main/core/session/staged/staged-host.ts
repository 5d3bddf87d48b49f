import { existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { log } from '../../log.ts';
import { hostDirectory } from '../host-directory.ts';
import { type FindNodePrograms, type NodePrograms, programsIn } from '../node-program.ts';
import { copyHost, isWhole } from './copy-host.ts';
import { readHostManifest } from './host-manifest.ts';
import { removeOldHosts } from './remove-old-hosts.ts';

/** Lies beside the scripts of a package's command line: where the package has its host, from there. */
const packaged = z.object({ host: z.string() });
const PACKAGED = 'packaged.json';

export interface StagedHostOptions {
  /** The folder of the host in the package: `host.json`, its own node, its scripts. May be read-only. */
  readonly source: string;
  /** The folder of user settings. */
  readonly home: string;
}

/**
 * The programs of a package, copied to `<home>/host/<content hash>/` when they are first asked for and run from there: an
 * update replaces or unmounts the package while sessions go on. Rejects when the package is damaged or the disk is full.
 */
export function stagedHost({ source, home }: StagedHostOptions): FindNodePrograms {
  const copies = join(home, 'host');
  let last: Promise<NodePrograms | null> = Promise.resolve(null);

  async function stage(): Promise<NodePrograms> {
    const manifest = readHostManifest(source);
    const target = join(copies, manifest.hash);
    if (!isWhole(target, manifest)) {
      mkdirSync(copies, { recursive: true, mode: 0o700 });
      await copyHost(source, target, manifest);
    }
    const now = Date.now();
    utimesSync(target, now / 1000, now / 1000);
    const current = manifest.hash;
    removeOldHosts({ copies, manifests: hostDirectory(home), current, now }).catch((thrown) =>
      log.error('copies of earlier session hosts were not removed', thrown),
    );
    return {
      node: { file: join(target, manifest.node), env: {} },
      scripts: join(target, manifest.scripts),
    };
  }

  return () => {
    // One after the other; a copy that is gone since, with the settings or by another version, is made again.
    const next = last.then((programs) =>
      programs && existsSync(programs.node.file) ? programs : stage(),
    );
    last = next.catch(() => null);
    return next;
  };
}

/** The programs that belong to built scripts: those of the package that they are in, else those beside them. */
export function findPrograms(of: {
  readonly scripts: string;
  readonly home: string;
}): FindNodePrograms {
  const note = join(of.scripts, PACKAGED);
  if (!existsSync(note)) return programsIn(of.scripts);
  const { host } = packaged.parse(JSON.parse(readFileSync(note, 'utf8')));
  return stagedHost({ source: resolve(of.scripts, host), home: of.home });
}
