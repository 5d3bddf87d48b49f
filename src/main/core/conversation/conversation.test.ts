import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Memory } from '../memory.ts';
import { findEntries, pageAfter, pageBefore } from './read-transcript.ts';
import { usageOf } from './usage.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-conversation-'));
  path = join(folder, 'one.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const prompt = (content: unknown, more = {}) =>
  line({ type: 'user', message: { role: 'user', content }, ...more });
const answer = (...content: unknown[]) =>
  line({ type: 'assistant', timestamp: '2026-01-05T10:00:00.000Z', message: { content } });
const said = (text: string) => answer({ type: 'text', text });

test('a conversation is read as prompts, answers, tools and their results; what is not said is passed over', async () => {
  writeFileSync(
    path,
    line({ type: 'file-history-snapshot', snapshot: {} }) +
      prompt('Build the card') +
      prompt('<command-name>/designer</command-name><command-args>the card</command-args>') +
      prompt('<local-command-stdout>x</local-command-stdout>', { isMeta: true }) +
      answer({ type: 'thinking', thinking: 'Hm.' }) +
      answer({ type: 'tool_use', name: 'Bash', input: { command: 'ls', description: 'List' } }) +
      prompt([{ type: 'tool_result', content: [{ type: 'text', text: 'no' }], is_error: true }]) +
      'torn {\n' +
      answer({ type: 'text', text: 'Built.' }) +
      prompt('[Request interrupted by user]'),
  );
  const { entries } = await pageBefore(path);
  expect(entries.map(({ kind, tool, text, failed }) => [kind, tool, text, failed])).toEqual([
    ['prompt', null, 'Build the card', false],
    ['prompt', null, '/designer the card', false],
    ['thought', null, 'Hm.', false],
    ['tool', 'Bash', 'ls', false],
    ['result', null, 'no', true],
    ['answer', null, 'Built.', false],
    ['note', null, '[Request interrupted by user]', false],
  ]);
  expect(entries[5]?.at).toBe(Date.parse('2026-01-05T10:00:00.000Z'));
});

test('pages from the end to the beginning, and from the beginning to the end, hold every entry once', async () => {
  // Lines of all lengths around that of one read.
  const lengths = Array.from({ length: 700 }, (_, index) => (index * 7919) % 3000);
  lengths[300] = 262_144;
  lengths[301] = 600_000;
  writeFileSync(
    path,
    lengths.map((length, index) => said(`${index} ${'é'.repeat(length)}`)).join(''),
  );
  const whole = lengths.map((_, index) => String(index));
  const numbers = (entries: readonly { readonly text: string }[]) =>
    entries.map(({ text }) => text.split(' ')[0]);

  const last = await pageBefore(path);
  let backwards = numbers(last.entries);
  for (let begin = last.begin; begin > 0; ) {
    const page = await pageBefore(path, begin);
    expect(page.end).toBe(begin);
    backwards = [...numbers(page.entries), ...backwards];
    begin = page.begin;
  }
  expect(backwards).toEqual(whole);

  let forwards: (string | undefined)[] = [];
  for (let after = 0; after < last.end; ) {
    const page = await pageAfter(path, after);
    forwards = [...forwards, ...numbers(page.entries)];
    after = page.end;
  }
  expect(forwards).toEqual(whole);
});

test('a line that is still being written waits for its end', async () => {
  const half = said('Half of it').slice(0, 20);
  writeFileSync(path, said('Whole.') + half);
  const page = await pageBefore(path);
  expect(page.entries.map(({ text }) => text)).toEqual(['Whole.']);
  expect((await pageAfter(path, page.end)).entries).toEqual([]);
  appendFileSync(path, said('Half of it').slice(20));
  expect((await pageAfter(path, page.end)).entries.map(({ text }) => text)).toEqual(['Half of it']);
});

test('a line of megabytes is named, not read, from either side', async () => {
  writeFileSync(path, said('Before.') + said('x'.repeat(9_000_000)) + said('After.'));
  const texts = ['Before.', 'Too long to be shown.', 'After.'];
  const last = await pageBefore(path);
  const first = last.begin === 0 ? [] : (await pageBefore(path, last.begin)).entries;
  expect([...first, ...last.entries].map(({ text }) => text)).toEqual(texts);
  const forwards = await pageAfter(path, 0);
  const more = await pageAfter(path, forwards.end);
  expect([...forwards.entries, ...more.entries].map(({ text }) => text)).toEqual(texts);
});

test('words are found in any case, prompts alone when asked, and a search goes on where it stopped', async () => {
  writeFileSync(path, (prompt('Where is the RIVER?') + said('The river is here.')).repeat(40));
  const first = await findEntries(path, { words: 'river', prompts: false });
  expect(first.found).toHaveLength(50);
  const rest = await findEntries(path, {
    words: 'river',
    prompts: false,
    ...(first.next === null ? {} : { from: first.next }),
  });
  expect([rest.found.length, rest.next]).toEqual([30, null]);
  const prompts = await findEntries(path, { words: '', prompts: true });
  expect(prompts.found.map(({ kind }) => kind)).toEqual(Array(40).fill('prompt'));
  expect(prompts.next).toBeNull();
});

test('tokens are counted once for each message, and again from where the last count ended', async () => {
  const memory = new Memory();
  const message = (id: string, output: number) =>
    line({
      type: 'assistant',
      message: {
        id,
        model: 'opus',
        content: [],
        usage: { input_tokens: 10, output_tokens: output, cache_read_input_tokens: 5 },
      },
    });
  writeFileSync(path, message('a', 1) + message('a', 7) + message('b', 2));
  expect(await usageOf(path, memory)).toMatchObject({
    input: 20,
    output: 9,
    cacheRead: 10,
    cost: null,
  });
  appendFileSync(path, message('b', 4) + message('c', 1));
  expect(await usageOf(path, memory)).toMatchObject({ input: 30, output: 12, model: 'opus' });
  writeFileSync(path, message('z', 3));
  expect(await usageOf(path, memory)).toMatchObject({ input: 10, output: 3 });
});
