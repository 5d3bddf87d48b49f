import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const MANIFEST = 'host.json';

/** One file of the shipped host; `path` is relative, with `/`. */
const hostFile = z.object({
  path: z.string().regex(/^[^/\\]+(\/[^/\\]+)*$/),
  /** Null for a program signed later, which its signature verifies. */
  size: z.number().int().nonnegative().nullable(),
  /** Hexadecimal; null as for `size`. */
  sha256: z.string().nullable(),
  executable: z.boolean(),
});

/** The manifest of a packaged session host: `host.json` next to its files. */
const hostManifest = z.object({
  /** Name of the staged copy's folder, derived from its content. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** The node binary, whose name appears in process lists; null when the app's node runs the scripts. */
  node: z.string().nullable(),
  /** The folder of the scripts. */
  scripts: z.string(),
  files: z.array(hostFile).min(1),
});
export type HostManifest = z.infer<typeof hostManifest>;

/** Reads the manifest of a host's folder. Throws when it is missing or damaged. */
export function readHostManifest(folder: string): HostManifest {
  const manifest = hostManifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
  const paths = [manifest.node ?? '', manifest.scripts, ...manifest.files.map(({ path }) => path)];
  if (paths.some((path) => path.split('/').includes('..'))) {
    throw new Error(`${MANIFEST} names files outside of its folder`);
  }
  return manifest;
}

/** The manifest is written last, so a folder that has it is complete. */
export function hostManifestPath(folder: string): string {
  return join(folder, MANIFEST);
}
