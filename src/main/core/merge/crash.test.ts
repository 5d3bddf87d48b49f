import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDriver, type Driver } from '../git/driver-fixture.ts';
import { SYNC_STEPS } from './journalled.ts';
import { recoverSyncs } from './recover.ts';
import { makeSync } from './sync-fixture.ts';

const MOMENTS = [
  'begin:done',
  ...SYNC_STEPS.flatMap((step) => [`${step}:written`, `${step}:done`]),
  'end:written',
];
/** From this moment on the branch has moved. */
const LANDED = new Set(['land:done', 'end:written']);

let driver: Driver;
beforeAll(async () => {
  driver = await buildDriver(join(import.meta.dirname, 'sync-driver-fixture.ts'));
});
afterAll(() => driver.remove());

/** Where the branch is checked out matters from the backup on; the full run tries it everywhere. */
const FULL = process.env['TRIBUTARY_FULL'] === '1';
const CASES = MOMENTS.flatMap((dieAt, index) =>
  (FULL || index >= MOMENTS.indexOf('backup:written') ? [false, true] : [index % 2 === 0]).map(
    (checkedOut) => ({ dieAt, checkedOut }),
  ),
);

test.each(CASES)('killed at $dieAt (checked out: $checkedOut)', async ({ dieAt, checkedOut }) => {
  const fixture = await makeSync({ one: { 'a.txt': 'A\n' }, two: { 'c.txt': 'c\n' } });
  try {
    if (checkedOut) fixture.git(['switch', '-q', 'feature/x']);
    const { path, heads, repo, journal } = fixture;
    const before = fixture.tip();
    const strategy = checkedOut ? 'merge' : 'squash';
    const running = driver.start({ path, heads, strategy, dieAt });
    expect(await running.ended).toBeNull();
    await recoverSyncs(repo, journal);
    const landed = LANDED.has(dieAt);
    expect(fixture.tip() !== before).toBe(landed);
    const ends = (await journal.read()).filter((entry) => entry.kind === 'sync.end');
    expect(ends).toMatchObject([{ outcome: landed ? 'landed' : 'rolled-back' }]);
    const refs = (prefix: string) =>
      fixture.git(['for-each-ref', '--format=%(objectname)', prefix]);
    expect(refs('refs/tributary/candidate')).toBe('');
    expect(refs('refs/tributary/backup')).toBe(landed ? before : '');
    expect(fixture.git(['status', '--porcelain'])).toBe('');
    expect(await recoverSyncs(repo, journal)).toEqual([]);
    if (!landed) expect((await fixture.sync({ strategy })).outcome).toBe('landed');
    expect(fixture.git(['show', 'feature/x:a.txt'])).toBe('A');
    expect(spawnSync('git', ['fsck', '--strict'], { cwd: path }).status).toBe(0);
  } finally {
    fixture.remove();
  }
});
