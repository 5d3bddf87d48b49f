import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { endOrphanedVerification, verifyMark } from './orphan-processes.ts';
import { recoverSyncs } from './recover.ts';
import { makeSync, type SyncFixture } from './sync-fixture.ts';

let fixture: SyncFixture;
afterEach(() => fixture.remove());

/** Starts a program as a verification of this repository would. */
async function orphan(commonDir: string) {
  const env = { ...process.env, ...verifyMark({ commonDir }) };
  const child = spawn('sleep', ['600'], { env, detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

test('kills only the processes of a crashed verification', async () => {
  fixture = await makeSync({ one: { 'a.txt': 'A\n' } });
  const { repo, journal, heads } = fixture;
  const other = await orphan(`${repo.commonDir}-other`);
  const ours = await orphan(repo.commonDir);
  try {
    // No sync was interrupted, so this may be a server that is meant to keep running.
    await recoverSyncs(repo, journal);
    expect([ours.exitCode, ours.signalCode]).toEqual([null, null]);
    const before = fixture.tip();
    const none = { leftOut: [], overrides: [] };
    const begin = { kind: 'sync.begin', sync: 's', tx: 't', strategy: 'merge' } as const;
    await journal.append({ ...begin, ...none, before, heads });
    const ended = once(ours, 'exit');
    await recoverSyncs(repo, journal);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    expect(await endOrphanedVerification(repo)).toEqual([]);
  } finally {
    other.kill('SIGKILL');
    ours.kill('SIGKILL');
  }
});
