import { expect, test } from 'vitest';
import { makeRepository } from '../git/repository-fixture.ts';
import { readRecords } from './lines-of-git.ts';

test('reads to the end, or as far as it may, and says which', async () => {
  const files = Array.from({ length: 40 }, (_, n) => [`f${String(n).padStart(2, '0')}`, '']);
  const repository = makeRepository(Object.fromEntries(files));
  try {
    const list = (most: number, withinMs: number) =>
      readRecords(['ls-files', '-z'], repository.path, { most, withinMs });
    expect(await list(1000, 10_000)).toEqual({
      records: files.map(([name]) => name),
      complete: true,
    });
    expect(await list(3, 10_000)).toEqual({ records: ['f00', 'f01', 'f02'], complete: false });
    // What takes too long is ended.
    const waits = ['-c', 'alias.wait=!sleep 5', 'wait'];
    const late = await readRecords(waits, repository.path, { most: 10, withinMs: 100 });
    expect(late).toEqual({ records: [], complete: false });
    const bounds = { most: 10, withinMs: 10_000 };
    const failed = await readRecords(['no-such-command'], repository.path, bounds);
    expect(failed).toEqual({ records: [], complete: false });
  } finally {
    repository.remove();
  }
});
