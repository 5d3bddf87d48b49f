import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const HASH_LENGTH = 16;

/** Programs and addons: a certificate changes them after the manifest has been written. */
const SIGNED = /(\.(exe|dll|node)|\/spawn-helper)$/;

/**
 * Writes `host.json` into a finished folder of the host: its files with their hashes, and one hash over all of them.
 * `signed`: programs will be signed after this, so that only their being there can be checked.
 */
export function writeHostManifest(folder, { node, scripts, signed = false }) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && relative(folder, path) !== 'host.json')
    .map((path) => describe(folder, path, node))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const hash = sha256(JSON.stringify({ node, scripts, files })).slice(0, HASH_LENGTH);
  const isSigned = ({ path }) => signed && (path === node || SIGNED.test(path));
  const listed = files.map((file) =>
    isSigned(file) ? { ...file, size: null, sha256: null } : file,
  );
  const manifest = { hash, node, scripts, files: listed };
  writeFileSync(join(folder, 'host.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function describe(folder, path, node) {
  const name = relative(folder, path).split(sep).join('/');
  const bytes = readFileSync(path);
  return {
    path: name,
    size: bytes.length,
    sha256: sha256(bytes),
    // Not read from the disk: Windows keeps no such mode.
    executable: name === node || name.endsWith('/spawn-helper'),
  };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
