import { expect, test, vi } from 'vitest';
import { keepDraft } from './draft.ts';

test('the last text is saved once, and a flush does not wait', async () => {
  const saved: string[] = [];
  const draft = keepDraft(async (text) => saved.push(text));
  draft.write('a');
  draft.write('ab');
  await draft.flush();
  expect(saved).toEqual(['ab']);
  await draft.flush();
  expect(saved).toEqual(['ab']);
  draft.write('abc');
  await vi.waitFor(() => expect(saved).toEqual(['ab', 'abc']), { timeout: 5000 });
});

test('saves keep their order, and one that fails does not stop the next', async () => {
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
