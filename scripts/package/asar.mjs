import { closeSync, openSync, readSync } from 'node:fs';

/** Four numbers of 4 bytes come before the header's text: two lengths of blocks, that of the padded text, its own. */
const PREFIX = 16;

/** An archive of Electron's without files. */
export function emptyAsar() {
  const text = JSON.stringify({ files: {} });
  const padded = Math.ceil(text.length / 4) * 4;
  const bytes = Buffer.alloc(PREFIX + padded);
  [4, padded + 8, padded + 4, text.length].forEach((number, index) => {
    bytes.writeUInt32LE(number, index * 4);
  });
  bytes.write(text, PREFIX);
  return bytes;
}

/** The files of an archive: path, size in bytes, and whether they lie beside it instead of in it. */
export function readAsar(path) {
  const file = openSync(path, 'r');
  try {
    const prefix = Buffer.alloc(PREFIX);
    readSync(file, prefix, 0, PREFIX, 0);
    const text = Buffer.alloc(prefix.readUInt32LE(12));
    readSync(file, text, 0, text.length, PREFIX);
    return filesOf(JSON.parse(text.toString('utf8')), '');
  } finally {
    closeSync(file);
  }
}

function filesOf(node, path) {
  if (!node.files) return [{ path, size: node.size ?? 0, unpacked: node.unpacked === true }];
  return Object.entries(node.files).flatMap(([name, child]) =>
    filesOf(child, path ? `${path}/${name}` : name),
  );
}
