import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ObjectReader } from './object-reader.ts';
import { makeRepository, type RepositoryFixture } from './repository-fixture.ts';
import { startGit } from './run-git.ts';

let repo: RepositoryFixture;
afterEach(() => repo.remove());

function reader(started: ChildProcess[]): ObjectReader {
  return new ObjectReader(async () => {
    const child = await startGit(['cat-file', '--batch-command'], { cwd: repo.path });
    started.push(child);
    return child;
  });
}

test('answers many questions at once from one process, large and odd ones too', async () => {
  repo = makeRepository();
  const large = 'x'.repeat(3_000_000);
  repo.commit({ 'a.txt': 'one\n', 'a b.txt': '', large });
  writeFileSync(join(repo.path, 'later'), 'written later\n');
  const started: ChildProcess[] = [];
  const objects = reader(started);
  const [one, none, empty, big, info, broken] = await Promise.all([
    objects.contents('HEAD:a.txt'),
    objects.contents('HEAD:missing'),
    objects.contents('HEAD:a b.txt'),
    objects.contents('HEAD:large'),
    objects.info('HEAD:large'),
    objects.info('HEAD:a\nb'),
  ]);
  expect(one?.toString()).toBe('one\n');
  expect(none).toBeNull();
  expect(empty?.length).toBe(0);
  expect(big?.equals(Buffer.from(large))).toBe(true);
  expect(info).toEqual({ type: 'blob', size: 3_000_000 });
  expect(broken).toBeNull();
  // What was written after it started is found too.
  const oid = repo.git(['hash-object', '-w', 'later']);
  expect((await objects.contents(oid))?.toString()).toBe('written later\n');
  expect(started).toHaveLength(1);
  started[0]?.stdin?.end();
});

test('a process that dies fails what waits, and the next question starts another', async () => {
  repo = makeRepository();
  const started: ChildProcess[] = [];
  const objects = reader(started);
  await objects.contents('HEAD:README.md');
  const [first] = started;
  first?.kill('SIGSTOP');
  const waiting = objects.contents('HEAD:README.md');
  const failed = expect(waiting).rejects.toThrow('ended before it had answered');
  first?.kill('SIGKILL');
  if (first) await once(first, 'close');
  await failed;
  expect((await objects.contents('HEAD:README.md'))?.toString()).toBe('# app\n');
  expect(started).toHaveLength(2);
  started[1]?.stdin?.end();
});
