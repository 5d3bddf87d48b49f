import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { buildDriver } from './driver-fixture.ts';
import { JsonFile } from './json-file.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-json-'));
afterAll(() => rmSync(root, { recursive: true }));

const kind = { schema: z.array(z.string()), empty: [] };
const add = (path: string, word: string) =>
  new JsonFile(path, kind).update((all) => [...all, word]);

test('concurrent updates are all kept, the last version beside the one before', async () => {
  const path = join(root, 'words.json');
  const words = Array.from({ length: 10 }, (_, n) => `word ${n}`);
  await Promise.all(words.map((word) => add(path, word)));
  expect(await new JsonFile(path, kind).read()).toEqual(words);
  expect(JSON.parse(readFileSync(`${path}.bak`, 'utf8'))).toEqual(words.slice(0, -1));
  expect(readdirSync(root).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('updates of several processes are all kept', async () => {
  const path = join(root, 'shared.json');
  const driver = await buildDriver(join(import.meta.dirname, 'json-file-driver-fixture.ts'));
  const ended = ['a', 'b', 'c'].map((name) => driver.start({ path, name }).ended);
  expect(await Promise.all(ended)).toEqual([0, 0, 0]);
  driver.remove();
  expect(await new JsonFile(path, kind).read()).toHaveLength(30);
});

test('a damaged file is kept aside before it is written over', async () => {
  const path = join(root, 'damaged.json');
  writeFileSync(path, '{ "half": ');
  expect(await new JsonFile(path, kind).read()).toEqual([]);
  expect(readFileSync(path, 'utf8')).toBe('{ "half": ');
  await add(path, 'new');
  expect(await new JsonFile(path, kind).read()).toEqual(['new']);
  const [aside = ''] = readdirSync(root).filter((name) => name.startsWith('damaged.json.damaged-'));
  expect(readFileSync(join(root, aside), 'utf8')).toBe('{ "half": ');
});

test('a file that cannot be read is not replaced', async () => {
  const path = join(root, 'loop.json');
  symlinkSync(path, path);
  expect(await add(path, 'new')).toEqual(['new']);
  expect(readlinkSync(path)).toBe(path);
});

test('a change that fails is tried once, and the next one is made', async () => {
  const path = join(root, 'once.json');
  let calls = 0;
  const failing = new JsonFile(path, kind).update(() => {
    calls += 1;
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(calls).toBe(1);
  expect(await add(path, 'after')).toEqual(['after']);
});
