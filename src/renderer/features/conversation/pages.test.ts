import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../../shared/contract/conversation.ts';
import { lastPage, usageWords, withEarlier, withLater } from './pages.ts';

const entry = (offset: number, part = 0): ConversationEntry => ({
  offset,
  part,
  kind: 'answer',
  tool: null,
  text: String(offset),
  cut: false,
  inner: false,
  failed: false,
  at: null,
});
/** Ten bytes for each line. */
const page = (from: number, to: number) => ({
  entries: Array.from({ length: (to - from) / 10 }, (_, index) => entry(from + index * 10)),
  begin: from,
  end: to,
});

test('earlier and later pages join without a gap', () => {
  const joined = withEarlier(lastPage(page(100, 200)), page(0, 100));
  expect(joined).toMatchObject({ begin: 0, end: 200, atEnd: true });
  expect(joined.entries).toHaveLength(20);
  const grown = withLater(joined, page(200, 250));
  expect(grown).toMatchObject({ begin: 0, end: 250, atEnd: true });
  expect(grown.entries.at(-1)?.offset).toBe(240);
});

test('a long conversation drops entries at the other end, which can be loaded again', () => {
  let shown = lastPage(page(9000, 10_000));
  for (let begin = 9000; begin > 0; begin -= 1000) {
    shown = withEarlier(shown, page(begin - 1000, begin));
  }
  expect(shown).toMatchObject({ begin: 0, end: 6000, atEnd: false });
  expect(shown.entries).toHaveLength(600);
  const on = withLater(shown, page(6000, 7000));
  expect(on).toMatchObject({ begin: 1000, end: 7000, atEnd: false });
  expect(withLater(on, { entries: [], begin: 7000, end: 7000 }).atEnd).toBe(true);
});

test('token counts are abbreviated', () => {
  const usage = { input: 1000, output: 500, cacheRead: 11_000, cacheWritten: 0, cost: null };
  expect(usageWords(usage)).toBe('12K tokens in, 500 out');
  expect(usageWords({ ...usage, cost: 0.5 })).toBe('12K tokens in, 500 out, $0.50');
});
