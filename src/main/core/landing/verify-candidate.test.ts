import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { recoverSyncs } from './recover.ts';
import { makeSync, type SyncFixture } from './sync-fixture.ts';
import type { Verify } from './verdict.ts';
import { verifyCandidate } from './verify-candidate.ts';

let fixture: SyncFixture;
afterEach(() => fixture.remove());

const request = (verify: Verify) => ({
  repo: fixture.repo,
  journal: fixture.journal,
  feature: 'x',
  sync: 's',
  featureBranch: 'feature/x',
  heads: fixture.heads,
  strategy: 'merge' as const,
  verify,
});
const candidates = () =>
  fixture.git(['for-each-ref', '--format=%(refname)', 'refs/tributary/candidate']);

test('verifies the merge result and lands nothing', async () => {
  fixture = await makeSync({ one: { 'a.txt': 'A\n' }, two: { 'c.txt': 'c\n' } });
  const before = fixture.tip();
  const verdict = await verifyCandidate(
    request(async ({ cwd }) => ({
      ok: readFileSync(join(cwd, 'a.txt'), 'utf8') === 'A\n',
      culprit: readFileSync(join(cwd, 'c.txt'), 'utf8'),
    })),
  );
  expect(verdict).toMatchObject({ ok: true, culprit: 'c\n' });
  expect(fixture.tip()).toBe(before);
  expect(candidates()).toBe('');
  expect(await fixture.journal.read()).toEqual([]);
});

test('a conflict leaves nothing to verify', async () => {
  fixture = await makeSync({ one: { 'a.txt': '1\n' }, two: { 'a.txt': '2\n' } });
  expect(await verifyCandidate(request(async () => ({ ok: true, culprit: null })))).toBeNull();
});

test('removes the leftovers of a crashed verification', async () => {
  fixture = await makeSync({ one: { 'a.txt': 'A\n' }, two: { 'c.txt': 'c\n' } });
  fixture.git(['update-ref', 'refs/tributary/candidate/verify-left', fixture.tip()]);
  await recoverSyncs(fixture.repo, fixture.journal);
  expect(candidates()).toBe('');
});
