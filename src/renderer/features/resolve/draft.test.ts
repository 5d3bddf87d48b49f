import { expect, test, vi } from 'vitest';
import { keepDraft } from './draft.ts';

test('saves the first text immediately, combines the following ones, and flushes without delay', async () => {
  const saved: string[] = [];
  const draft = keepDraft(async (text) => saved.push(text));
  draft.write('a');
  draft.write('ab');
  draft.write('abc');
  await Promise.resolve();
  expect(saved).toEqual(['a']);
  await draft.flush();
  expect(saved).toEqual(['a', 'abc']);
  await draft.flush();
  expect(saved).toEqual(['a', 'abc']);
  draft.write('abcd');
  await vi.waitFor(() => expect(saved).toEqual(['a', 'abc', 'abcd']), { timeout: 5000 });
});

test('saves keep their order, and a failed one does not stop the next', async () => {
  const saved: string[] = [];
  let slow = true;
  const draft = keepDraft(async (text) => {
    if (slow) {
      slow = false;
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('disk');
    }
    saved.push(text);
  });
  draft.write('first');
  const failing = draft.flush();
  draft.write('second');
  await Promise.all([failing, draft.flush()]);
  expect(saved).toEqual(['second']);
});
