import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recoverSyncs } from './recover.ts';
import { makeSync, type SyncFixture } from './sync-fixture.ts';

let fixture: SyncFixture;
beforeEach(async () => {
  fixture = await makeSync({ one: { 'a.txt': 'A\n' } });
});
afterEach(() => fixture.remove());

const LOCKS = [
  'index.lock',
  'HEAD.lock',
  'refs/heads/feature/x.lock',
  'refs/tributary/backup/x/s/1.lock',
  'packed-refs.lock',
];
const at = (name: string) => join(fixture.repo.commonDir, name);

function lock(name: string): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), '');
}

/** Starts a landing in the main checkout and interrupts it. */
async function cutOff(): Promise<void> {
  const { git, journal, heads } = fixture;
  git(['switch', '-q', 'feature/x']);
  const before = fixture.tip();
  const none = { leftOut: [], overrides: [] };
  const names = { sync: 's', tx: 't' } as const;
  await journal.append({ ...names, ...none, kind: 'sync.begin', before, heads, strategy: 'merge' });
  const to = heads[0]?.oid ?? '';
  const data = { branch: 'feature/x', from: before, to, backup: 'refs/x', files: [] };
  await journal.append({ ...names, kind: 'sync.step', step: 'land', data });
}

test('removes all locks of our killed git process, and the next merge lands', async () => {
  await cutOff();
  for (const name of LOCKS) lock(name);
  expect(await recoverSyncs(fixture.repo, fixture.journal)).toMatchObject([
    { outcome: 'rolled-back' },
  ]);
  expect(LOCKS.filter((name) => existsSync(at(name)))).toEqual([]);
  expect((await fixture.sync()).outcome).toBe('landed');
});

test('keeps a lock that is older than our process', async () => {
  await cutOff();
  lock('index.lock');
  const minuteAgo = new Date(Date.now() - 60_000);
  utimesSync(at('index.lock'), minuteAgo, minuteAgo);
  await recoverSyncs(fixture.repo, fixture.journal);
  expect(existsSync(at('index.lock'))).toBe(true);
});

test('keeps a lock while a git process works there, and removes it later', async () => {
  await cutOff();
  lock('index.lock');
  const git = spawn('git', ['cat-file', '--batch'], { cwd: fixture.path, stdio: 'pipe' });
  await once(git, 'spawn');
  try {
    expect(await recoverSyncs(fixture.repo, fixture.journal)).toEqual([]);
    expect(existsSync(at('index.lock'))).toBe(true);
  } finally {
    git.stdin.end();
    await once(git, 'exit');
  }
  expect(await recoverSyncs(fixture.repo, fixture.journal)).toHaveLength(1);
  expect(existsSync(at('index.lock'))).toBe(false);
});
