import { expect, test } from 'vitest';
import { Tasks } from './tasks.ts';

test('work is listed while it runs, and its result is the last event', async () => {
  const tasks = new Tasks();
  const stream = tasks.stream('Merging one', undefined, async ({ onProgress }) => {
    onProgress({ kind: 'step', step: 'merge', target: null, done: 0, total: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    return tasks.titles();
  });
  expect(await stream.next()).toMatchObject({ value: { kind: 'step' } });
  expect(await stream.next()).toMatchObject({ value: { kind: 'result', result: ['Merging one'] } });
  await stream.next();
  expect(tasks.titles()).toEqual([]);
});

test('stopping waits until work has cleaned up, although nobody takes its events', async () => {
  const tasks = new Tasks();
  let cleaned = false;
  const stream = tasks.stream('Verifying one', undefined, async ({ signal, onProgress }) => {
    onProgress({ kind: 'log', source: 'verify', text: 'begun' });
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    cleaned = true;
    throw signal.reason;
  });
  await stream.next();
  expect(tasks.titles()).toEqual(['Verifying one']);
  await tasks.stop();
  expect(cleaned).toBe(true);
  expect(tasks.titles()).toEqual([]);
});

test('what begins after the stop is told at once', async () => {
  const tasks = new Tasks();
  await tasks.stop();
  const late = tasks.stream('Late', undefined, async ({ signal }) => signal.throwIfAborted());
  await expect(late.next()).rejects.toThrow('Tributary is closing.');
});
