import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checksumLines } from './checksums.mjs';
import { gather } from './gather.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-gather-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What one machine packaged, with its list. */
function machine(name: string, files: Readonly<Record<string, string>>): string {
  const place = join(folder, 'from', name);
  mkdirSync(place, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  writeFileSync(join(place, `SHA256SUMS-${name}`), checksumLines(place, Object.keys(files)));
  return place;
}

const gathered = (name: string) => readFileSync(join(folder, 'to', name), 'utf8');
const updates = (url: string) =>
  `version: 1.0.0\nfiles:\n  - url: ${url}\n    sha512: x\npath: ${url}\n`;

test('files of all machines come together, with one list, and updates name those of each', () => {
  machine('intel', { 'a-x64.dmg': 'one', 'latest-mac.yml': updates('a-x64.zip') });
  machine('arm', { 'a-arm64.dmg': 'two', 'latest-mac.yml': updates('a-arm64.zip') });
  gather(join(folder, 'from'), join(folder, 'to'));
  const { files } = parse(gathered('latest-mac.yml'));
  expect(files.map(({ url }: { url: string }) => url).sort()).toEqual(['a-arm64.zip', 'a-x64.zip']);
  expect(
    gathered('SHA256SUMS')
      .split('\n')
      .map((line) => line.split('  ')[1]),
  ).toEqual(['a-arm64.dmg', 'a-x64.dmg', 'latest-mac.yml', undefined]);
  expect(gathered('SHA256SUMS')).toContain(checksumLines(join(folder, 'to'), ['latest-mac.yml']));
});

test('a file that is not what its machine listed is refused, as are two of one name', () => {
  const place = machine('intel', { 'a.deb': 'one' });
  writeFileSync(join(place, 'a.deb'), 'another');
  expect(() => gather(join(folder, 'from'), join(folder, 'to'))).toThrow('differs from its list');
  machine('intel', { 'a.deb': 'one' });
  machine('arm', { 'a.deb': 'two' });
  expect(() => gather(join(folder, 'from'), join(folder, 'other'))).toThrow('Two machines');
});
