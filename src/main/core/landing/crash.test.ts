import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDriver, type Driver } from '../driver-fixture.ts';
import { SYNC_STEPS } from '../journal/sync-facts.ts';
import { recoverSyncs } from './recover.ts';
import { makeSync, type SyncFixture } from './sync-fixture.ts';

/** Each attempt of a culprit search is journalled when it starts; the next one's start is its end. */
const MOMENTS = [
  'begin:done',
  ...SYNC_STEPS.flatMap((step) => [`${step}:written`, `${step}:done`]),
  'end:written',
].filter((moment) => moment !== 'search:done');
/** From this moment on, the branch has moved. */
const LANDED = new Set(MOMENTS.slice(MOMENTS.indexOf('land:done')));

let driver: Driver;
beforeAll(async () => {
  driver = await buildDriver(join(import.meta.dirname, 'sync-driver-fixture.ts'));
});
afterAll(() => driver.remove());

/** Whether the branch is checked out matters only after the backup; the full run tests it everywhere. */
const FULL = process.env['TRIBUTARY_FULL'] === '1';
const CASES = MOMENTS.flatMap((dieAt, index) =>
  (FULL || dieAt === 'land:written' || dieAt === 'land:done'
    ? [false, true]
    : [index % 2 === 0]
  ).map((checkedOut) => ({ dieAt, checkedOut })),
);
process.stdout.write(`kills of a merge: ${CASES.length} at and after its steps\n`);

/** Milliseconds into a step at which git is killed together with the app. */
const DELAYS = FULL ? [0, 1, 2, 3, 5, 8, 12, 20] : [2];
const WITH_GIT: ReadonlySet<string> = new Set([
  'candidate',
  'checkout',
  'search',
  'backup',
  'land',
]);
const INSIDE = SYNC_STEPS.filter((step) => FULL || WITH_GIT.has(step)).flatMap((step, index) =>
  DELAYS.map((after) => ({
    dieAt: `${step}:written`,
    after: after + (FULL ? 0 : index % 5),
    checkedOut: (index + after) % 2 === 0,
  })),
);

async function make(checkedOut: boolean): Promise<SyncFixture> {
  const fixture = await makeSync({ one: { 'a.txt': 'A\n' }, two: { 'c.txt': 'c\n' } });
  if (checkedOut) fixture.git(['switch', '-q', 'feature/x']);
  return fixture;
}

async function ends(fixture: SyncFixture) {
  return (await fixture.journal.read()).filter((entry) => entry.kind === 'sync.end');
}

/** Expects that the sync either landed completely or never started, and that nothing blocks the next merge. */
async function expectWhole(
  fixture: SyncFixture,
  given: {
    readonly landed: boolean;
    readonly before: string;
    readonly strategy: 'merge' | 'squash';
  },
): Promise<void> {
  const { landed, before, strategy } = given;
  expect(fixture.tip() !== before).toBe(landed);
  const refs = (prefix: string) => fixture.git(['for-each-ref', '--format=%(objectname)', prefix]);
  expect(refs('refs/tributary/candidate')).toBe('');
  expect(refs('refs/tributary/backup')).toBe(landed ? before : '');
  expect(fixture.git(['status', '--porcelain'])).toBe('');
  expect(await recoverSyncs(fixture.repo, fixture.journal)).toEqual([]);
  if (!landed) expect((await fixture.sync({ strategy })).outcome).toBe('landed');
  expect(fixture.git(['show', 'feature/x:a.txt'])).toBe('A');
  expect(spawnSync('git', ['fsck', '--strict'], { cwd: fixture.path }).status).toBe(0);
}

test.each(CASES)('killed at $dieAt (checked out: $checkedOut)', async ({ dieAt, checkedOut }) => {
  const fixture = await make(checkedOut);
  try {
    const { path, heads, repo, journal } = fixture;
    const before = fixture.tip();
    const strategy = checkedOut ? 'merge' : 'squash';
    const running = driver.start({ path, heads, strategy, dieAt });
    expect(await running.ended).toBeNull();
    await recoverSyncs(repo, journal);
    const landed = LANDED.has(dieAt);
    expect(await ends(fixture)).toMatchObject([{ outcome: landed ? 'landed' : 'rolled-back' }]);
    await expectWhole(fixture, { landed, before, strategy });
  } finally {
    fixture.remove();
  }
});

test.each(INSIDE)(
  'killed with git $after ms into $dieAt (checked out: $checkedOut)',
  async ({ dieAt, after, checkedOut }) => {
    const fixture = await make(checkedOut);
    try {
      const { path, heads, repo, journal } = fixture;
      const before = fixture.tip();
      const strategy = checkedOut ? 'merge' : 'squash';
      const running = driver.start({ path, heads, strategy, dieAt, after });
      expect(await running.ended).toBeNull();
      await recoverSyncs(repo, journal);
      const [end] = await ends(fixture);
      const landed = end?.outcome === 'landed';
      // A sync that ended before the crash may have landed, or failed verification.
      expect(['landed', 'rolled-back', 'verify-failed']).toContain(end?.outcome);
      await expectWhole(fixture, { landed, before, strategy });
    } finally {
      fixture.remove();
    }
  },
);
