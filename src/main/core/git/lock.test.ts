import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildDriver, type Driver } from '../driver-fixture.ts';
import { tryLock, withLock } from './lock.ts';

let commonDir = '';
let driver: Driver;
beforeAll(async () => {
  driver = await buildDriver(join(import.meta.dirname, 'lock-driver-fixture.ts'));
});
afterAll(() => driver.remove());
beforeEach(() => {
  commonDir = mkdtempSync(join(tmpdir(), 'tributary-lock-'));
});
afterEach(() => rmSync(commonDir, { recursive: true, force: true }));

async function holder() {
  const running = driver.start({ commonDir });
  await expect.poll(() => running.lines, { timeout: 20_000, interval: 5 }).toEqual(['held']);
  return running;
}

test('one at a time, in order, also after a failure', async () => {
  let inside = 0;
  const order: number[] = [];
  const tasks = [1, 2, 3].map((number) =>
    withLock({ commonDir }, 'write', async () => {
      inside += 1;
      expect(inside).toBe(1);
      await pause(1);
      inside -= 1;
      order.push(number);
      if (number === 2) throw new Error('two');
    }),
  );
  const results = await Promise.allSettled(tasks);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(order).toEqual([1, 2, 3]);
  expect(readdirSync(join(commonDir, 'tributary'))).toEqual([]);
});

test('a living owner keeps it, a killed one loses it at once', async () => {
  const running = await holder();
  expect(await tryLock({ commonDir }, 'write', async () => 'mine')).toBeNull();
  expect(await tryLock({ commonDir }, 'sync', async () => 'other')).toEqual({ value: 'other' });
  const waiting = withLock({ commonDir }, 'write', async () => 'mine');
  running.child.kill('SIGKILL');
  await running.ended;
  expect(await waiting).toBe('mine');
  expect(readdirSync(join(commonDir, 'tributary'))).toEqual([]);
});

test('of many that find a dead owner exactly one at a time gets in', async () => {
  const first = await holder();
  first.child.kill('SIGKILL');
  await first.ended;
  const rivals = Array.from({ length: 4 }, () => driver.start({ commonDir }));
  try {
    await expect
      .poll(() => rivals.flatMap(({ lines }) => lines), { timeout: 20_000 })
      .toEqual(['held']);
    for (let left = rivals.length - 1; left > 0; left -= 1) {
      const lucky = rivals.findIndex(({ lines }) => lines.length > 0);
      const [gone] = rivals.splice(lucky, 1);
      gone?.child.kill('SIGKILL');
      await gone?.ended;
      await expect
        .poll(() => rivals.flatMap(({ lines }) => lines), { timeout: 20_000 })
        .toEqual(['held']);
    }
  } finally {
    for (const { child } of rivals) child.kill('SIGKILL');
    await Promise.all(rivals.map(({ ended }) => ended));
  }
});
