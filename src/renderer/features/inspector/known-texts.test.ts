import { expect, test } from 'vitest';
import { KnownTexts } from './known-texts.ts';

test('a text of others written while typing is reported once; echoes and shown texts are not', () => {
  const texts = new KnownTexts('Data');
  texts.sent('Data s');
  texts.shown('Data s', true);
  texts.shown('Datas', true);
  expect(texts.takeForeign()).toBeNull();
  texts.sent('Data st');
  texts.shown('Data s', true);
  expect(texts.takeForeign()).toBeNull();
  texts.shown('Theirs', true);
  expect(texts.takeForeign()).toBe('Theirs');
  expect(texts.takeForeign()).toBeNull();
  texts.shown('Seen', false);
  texts.shown('Seen', true);
  expect(texts.takeForeign()).toBeNull();
});
