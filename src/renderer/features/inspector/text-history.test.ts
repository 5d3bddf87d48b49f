import { expect, test } from 'vitest';
import { TextHistory } from './text-history.ts';

test('typing without a pause is one undo step, and undo ends at the initial text', () => {
  const history = new TextHistory('before');
  history.typed('before a', 0);
  history.typed('before ab', 100);
  history.typed('before ab c', 2000);
  expect(history.undo()).toBe('before ab');
  expect(history.undo()).toBe('before');
  expect(history.undo()).toBeNull();
  expect(history.redo()).toBe('before ab');
  history.typed('another', 2100);
  expect(history.redo()).toBeNull();
  expect(history.undo()).toBe('before ab');
});
