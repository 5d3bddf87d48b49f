import { expect, test } from 'vitest';
import { cardKey, cardWords, choiceForKey, coloursIn, openCards } from './cards.ts';

const ALL = { base: true, both: true, text: true, renamed: true };
const NONE = { base: false, both: false, text: false, renamed: false };

test('keys make only choices that the card offers', () => {
  expect(['F7', 'Alt+1', 'Alt+3', 'x'].map(cardKey)).toEqual(['next', 'ours', 'both', null]);
  expect(choiceForKey('both', ALL)).toEqual({ kind: 'both' });
  expect(choiceForKey('both', NONE)).toBeNull();
  expect(choiceForKey('base', NONE)).toBeNull();
  expect(choiceForKey('theirs', NONE)).toEqual({ kind: 'side', side: 'theirs' });
});

test('recognises colours as written, and nothing else', () => {
  expect(coloursIn('"#12212b"')).toEqual(['#12212b']);
  expect(coloursIn("'rgb(1, 2, 3)'")).toEqual(['rgb(1, 2, 3)']);
  expect(coloursIn('{ light: "#fff", dark: "#000" }')).toEqual(['#fff', '#000']);
  expect(coloursIn('#12345')).toEqual([]);
  expect(coloursIn('url(javascript:x)')).toEqual([]);
  expect(coloursIn('rgb(1; background: url(x))')).toEqual([]);
});

test('descriptions name who did what', () => {
  const names = { ours: 'Designer', theirs: 'Data' };
  const of = (kind: Parameters<typeof cardWords>[0]['kind']) =>
    cardWords({ path: 'a', kind, base: null, ours: null, theirs: null }, names);
  expect(of('deleted-by-ours')).toBe('Deleted by Designer, changed by Data');
  expect(of('deleted-by-theirs')).toBe('Changed by Designer, deleted by Data');
  const renamed = { path: 'a', kind: 'moved', base: 'a: 1', ours: 'b: 1', theirs: null } as const;
  expect(cardWords(renamed, names)).toBe('Renamed by Designer, deleted by Data');
});

test('cards without a choice are open', () => {
  const conflict = { path: 'a', kind: 'changed', base: '1', ours: '2', theirs: '3' } as const;
  const card = (choice: { kind: 'both' } | null) => ({ conflict, can: ALL, choice });
  const cards = [card(null), card({ kind: 'both' }), card(null)];
  expect(openCards({ cards, text: null, problem: null })).toEqual([0, 2]);
});
