import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { icnsFile, icoFile } from './files.mjs';
import { sourcesHash } from './sources.mjs';

const folder = join(import.meta.dirname, '../../resources/icons');

test('the icons were drawn from the drawings as they are (else: npm run icons)', () => {
  expect(readFileSync(join(folder, 'drawn-from.txt'), 'utf8').trim()).toBe(sourcesHash(folder));
});

test.each([16, 24, 32, 48, 64, 128, 256, 512])('the icon of %i pixels has that size', (size) => {
  const png = readFileSync(join(folder, `linux/${size}x${size}.png`));
  // Width and height in the first block of a PNG file.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
});

test('a Windows icon lists its images where they are', () => {
  const images = new Map([
    [16, Buffer.from('small')],
    [256, Buffer.from('larger')],
  ]);
  const ico = icoFile(images);
  expect([...ico.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0]);
  expect([ico[6], ico[22]]).toEqual([16, 0]);
  const second = ico.readUInt32LE(22 + 12);
  expect(ico.subarray(second).toString()).toBe('larger');
  expect(ico.subarray(ico.readUInt32LE(6 + 12), second).toString()).toBe('small');
});

test('an icon of macOS says its length and that of each image', () => {
  const sizes = [32, 64, 128, 256, 512, 1024];
  const icns = icnsFile(new Map(sizes.map((size) => [size, Buffer.alloc(size, 1)])));
  expect(icns.toString('ascii', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  expect(icns.toString('ascii', 8, 12)).toBe('ic11');
  expect(icns.readUInt32BE(12)).toBe(8 + 32);
});
