import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';

const MODULES = resolve(import.meta.dirname, '../../../../node_modules');

/** A server of the answers given by path; anything else is 404. Counts what was asked for. */
export interface Mirror {
  readonly url: string;
  readonly asked: string[];
  close(): Promise<void>;
}

export async function startMirror(
  answers: Readonly<Record<string, string | Buffer>>,
): Promise<Mirror> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    const body = answers[path];
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** What a mirror of Electron's releases has for this machine: a placeholder and its checksum. */
export function release(version: string, zip: Buffer): Record<string, string | Buffer> {
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const sum = createHash('sha256').update(zip).digest('hex');
  return {
    [`/v${version}/${name}`]: zip,
    [`/v${version}/SHASUMS256.txt`]: `${sum} *${name}\n`,
  };
}

/** A folder with the real package `electron` in it, without a binary, and what its script loads. */
export function electronPackageIn(folder: string): string {
  const modules = join(folder, 'node_modules');
  const place = join(modules, 'electron');
  mkdirSync(place, { recursive: true });
  for (const file of ['package.json', 'install.js', 'checksums.json']) {
    cpSync(join(MODULES, 'electron', file), join(place, file));
  }
  for (const scope of ['@electron', '@electron-internal']) {
    symlinkSync(join(MODULES, scope), join(modules, scope));
  }
  return place;
}

/** The version of Electron that is installed here. */
export const VERSION: string = JSON.parse(
  readFileSync(join(MODULES, 'electron', 'package.json'), 'utf8'),
).version;

/** The placeholder for Electron's archive: a binary that does nothing, where this system expects it. */
export function placeholder(): Buffer {
  const binary = { linux: 'electron', win32: 'electron.exe' }[process.platform as string];
  return zipOf({
    version: VERSION,
    [binary ?? 'Electron.app/Contents/MacOS/Electron']: '#!/bin/sh\nexit 0\n',
  });
}

/** A zip archive of files, uncompressed, all executable. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name);
    const body = Buffer.from(text);
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(crc32(body), 0);
    sizes.writeUInt32LE(body.length, 4);
    sizes.writeUInt32LE(body.length, 8);
    sizes.writeUInt16LE(path.length, 12);
    // Version 2.0, no flags, stored, no time.
    const common = Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, sizes, path, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    // Made on Unix, so that the mode counts.
    const made = Buffer.from([20, 3]);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, common, sizes, tail, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}
