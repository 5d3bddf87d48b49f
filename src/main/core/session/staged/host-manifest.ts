import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const MANIFEST = 'host.json';

/** One file of the shipped host; `path` is relative, with `/`. */
const hostFile = z.object({
  path: z.string().regex(/^[^/\\]+(\/[^/\\]+)*$/),
  /** Null for a program that was signed after this was written; its signature vouches for it. */
  size: z.number().int().nonnegative().nullable(),
  /** Hexadecimal; null as for `size`. */
  sha256: z.string().nullable(),
  executable: z.boolean(),
});

/** What a package says of the session host in it: `host.json` beside its files. */
const hostManifest = z.object({
  /** Names the folder of the staged copy: another content, another folder. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** The node binary, whose name process lists show; null where the node of the app runs the scripts. */
  node: z.string().nullable(),
  /** The folder of the scripts. */
  scripts: z.string(),
  files: z.array(hostFile).min(1),
});
export type HostManifest = z.infer<typeof hostManifest>;

/** Reads the manifest of a host's folder. Throws when there is none or when it is damaged. */
export function readHostManifest(folder: string): HostManifest {
  const manifest = hostManifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
  const paths = [manifest.node ?? '', manifest.scripts, ...manifest.files.map(({ path }) => path)];
  if (paths.some((path) => path.split('/').includes('..'))) {
    throw new Error(`${MANIFEST} names files outside of its folder`);
  }
  return manifest;
}

/** The manifest is written last: a folder that has it is whole. */
export function hostManifestPath(folder: string): string {
  return join(folder, MANIFEST);
}
