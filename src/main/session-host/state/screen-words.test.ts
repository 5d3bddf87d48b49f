import { expect, test } from 'vitest';
import { wordsSince } from './screen-words.ts';

const rule = '─'.repeat(60);
const input = [`${rule} checkout: A ─`, '❯ ', rule, '  ? for shortcuts'];
const banner = [' ▐▛███▛█   Claude Code v2.1.330', '▝▜██████▀  Opus 5.5 · API Usage Billing', ''];
const nothing = new Set<string>();

test('what the CLI says to a prompt is told without what it draws around it', () => {
  const refused = ['● Unknown command: /nosuch', '', '● Args from unknown skill: build it'];
  const words = 'Unknown command: /nosuch · Args from unknown skill: build it';
  const hint = '                         ◐ medium · /effort';
  expect(wordsSince([...banner, ...refused, hint, ...input], nothing).words).toBe(words);
  expect(wordsSince([...banner, '❯ /nosuch build it', ...refused, ...input], nothing).words).toBe(
    words,
  );
  // What stood there before the prompt is not said to it.
  const before = new Set([...banner, '❯ go on', '● All is done.', ...input]);
  expect(wordsSince([...before, ...refused, ...input], before).words).toBe(words);
  expect(wordsSince(refused, nothing).answers).toBe(true);
  expect(wordsSince(['Some words', 'more words', ...input], nothing)).toEqual({
    words: 'Some words · more words',
    answers: false,
  });
  expect(wordsSince(['', ...input], nothing)).toEqual({ words: null, answers: false });
});

test('what cannot be seen is written out, and what is long is cut', () => {
  expect(wordsSince([`● bad \u202egnp.exe\u200b`], nothing).words).toBe(
    'bad \\u{202e}gnp.exe\\u{200b}',
  );
  expect(wordsSince(['x'.repeat(5000)], nothing).words?.length).toBeLessThanOrEqual(240);
});
