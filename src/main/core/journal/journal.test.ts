import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { journalPath, openJournal } from './journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ready = (agent: string) => ({ kind: 'agent.ready', agent }) as const;
const agents = async () =>
  (await openJournal(folder, 'f').read()).map((entry) => 'agent' in entry && entry.agent);

test('entries come back in order, in this process and a later one', async () => {
  const journal = openJournal(folder, 'f');
  expect(await journal.read()).toEqual([]);
  await Promise.all(['a', 'b', 'c'].map((name) => journal.append(ready(name))));
  expect(await journal.read()).toHaveLength(3);
  expect(await agents()).toEqual(['a', 'b', 'c']);
});

test('a line cut off at any byte never happened, and the next append leaves it readable', async () => {
  await openJournal(folder, 'f').append(ready('a'));
  const path = journalPath(folder, 'f');
  const line = `${JSON.stringify({ v: 1, at: 1, ...ready('torn') })}\n`;
  for (let cut = 1; cut < line.length; cut += 1) {
    appendFileSync(path, line.slice(0, cut));
    const before = await agents();
    expect(before).not.toContain('torn');
    await openJournal(folder, 'f').append(ready(`n${cut}`));
    expect(await agents()).toEqual([...before, `n${cut}`]);
  }
});

test('two writers of one file see each other', async () => {
  const one = openJournal(folder, 'f');
  const two = openJournal(folder, 'f');
  await one.append(ready('a'));
  await two.append(ready('b'));
  await one.append(ready('c'));
  expect(await two.read()).toHaveLength(3);
});

test.each([
  ['a newer version', '{"v":2,"at":1,"kind":"agent.ready","agent":"x"}\n'],
  ['an unknown kind', '{"v":1,"at":1,"kind":"agent.flown"}\n'],
  ['a corrupt line', '{"v":1,"at\n'],
])('%s is refused and nothing is written', async (_name, line) => {
  const journal = openJournal(folder, 'f');
  await journal.append(ready('a'));
  const path = journalPath(folder, 'f');
  appendFileSync(path, line);
  appendFileSync(path, `${JSON.stringify({ v: 1, at: 1, ...ready('b') })}\n`);
  const before = readFileSync(path);
  await expect(journal.read()).rejects.toMatchObject({ code: 'journal.unreadable', exit: 3 });
  await expect(journal.append(ready('c'))).rejects.toMatchObject({ code: 'journal.unreadable' });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a watcher hears of its own and of foreign changes until it stops', async () => {
  const journal = openJournal(folder, 'f');
  let heard = 0;
  const stop = journal.watch(() => {
    heard += 1;
  });
  await journal.append(ready('a'));
  expect(heard).toBeGreaterThan(0);
  await openJournal(folder, 'f').append(ready('b'));
  await expect.poll(async () => heard > 1 && (await journal.read()).length).toBe(2);
  stop();
  const silent = heard;
  await journal.append(ready('c'));
  expect(heard).toBe(silent);
});
