import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser } from './browser.ts';

const modules = resolve(import.meta.dirname, '../../node_modules');

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium` once, by its files and not by its code, which would
 * unpack into a shared temporary folder. Null on other platforms or when the package is not installed.
 */
export async function unpackNpmChromium(): Promise<Browser | null> {
  const source = packageFolder();
  if (process.platform !== 'linux' || process.arch !== 'x64' || source === null) return null;
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const target = join(modules, '.cache', `chromium-${version}`);
  if (!existsSync(target)) await unpackInto(target, source);
  return {
    executablePath: join(target, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(target, 'lib'),
      FONTCONFIG_FILE: join(target, 'fonts.conf'),
    },
  };
}

async function unpackInto(target: string, source: string): Promise<void> {
  await mkdir(join(modules, '.cache'), { recursive: true });
  const folder = await mkdtemp(`${target}-`);
  const bin = (name: string) => join(source, 'bin', name);
  await pipeline(
    createReadStream(bin('chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(folder, 'chromium')),
  );
  await chmod(join(folder, 'chromium'), 0o755);
  for (const name of ['swiftshader', 'fonts', 'al2023']) {
    await untar(bin(`${name}.tar.br`), folder);
  }
  await writeFile(join(folder, 'fonts.conf'), fontConfig(target));
  try {
    await rename(folder, target);
  } catch {
    // Another worker was faster: its copy is as good.
    await rm(folder, { recursive: true });
  }
}

function packageFolder(): string | null {
  try {
    const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
    const folder = join(modules, '@sparticuz/chromium');
    return entry.startsWith(folder) ? folder : null;
  } catch {
    // Not installed.
    return null;
  }
}

/** Through a file: tar stops reading at the end of the archive, which a pipe takes for an error. */
async function untar(archive: string, folder: string): Promise<void> {
  const plain = join(folder, 'archive.tar');
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(plain));
  await promisify(execFile)('tar', ['-x', '-f', plain, '-C', folder]);
  await rm(plain);
}

function fontConfig(target: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(target, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(target, 'font-cache')}</cachedir>
</fontconfig>
`;
}
