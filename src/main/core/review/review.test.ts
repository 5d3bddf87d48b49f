import { chmodSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { commentsPrompt } from '../../../shared/comments-prompt.ts';
import { makeProject, type ProjectFixture, write } from '../project/project-fixture.ts';
import { reviewedFiles } from './changed-files.ts';
import { Comments, markViewed, viewedKeys } from './marks.ts';
import { sidesOf } from './sides.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

async function review(subject: Parameters<typeof sidesOf>[1]) {
  const { shadow, base, head } = await sidesOf(fixture.run, subject);
  const files = await reviewedFiles(shadow, { base: base.oid, head: head.oid });
  const read = async (path: string) =>
    (await shadow.objects.contents(`${head.oid}:${path}`))?.toString();
  return { files, head, read };
}

const agent = (uncommitted: boolean) => ({ kind: 'agent', agent: 'one', uncommitted }) as const;

test("an agent's work is compared with where it started, with uncommitted work when asked", async () => {
  const long = Array.from({ length: 40 }, (_, n) => `line ${n}\n`).join('');
  fixture = await makeProject({
    'keep.txt': 'k\n',
    'old name.txt': long,
    'gone.txt': 'g\n',
    run: '#!\n',
  });
  const place = fixture.worktree('one');
  renameSync(join(place, 'old name.txt'), join(place, 'new\tname.txt'));
  chmodSync(join(place, 'run'), 0o755);
  fixture.work('one', { 'gone.txt': null, 'added.txt': 'a\nb\n', 'p.bin': '\u0000\u0001' });
  write(place, { 'draft.txt': 'draft\n', 'keep.txt': 'changed\n' });

  const committed = await review(agent(false));
  expect(
    committed.files.map(({ path, from, kind, insertions, deletions, binary }) => [
      path,
      from,
      kind,
      insertions,
      deletions,
      binary,
    ]),
  ).toEqual([
    ['added.txt', null, 'added', 2, 0, false],
    ['gone.txt', null, 'deleted', 0, 1, false],
    ['new\tname.txt', 'old name.txt', 'renamed', 0, 0, false],
    ['p.bin', null, 'added', 0, 0, true],
    ['run', null, 'mode', 0, 0, false],
  ]);
  const all = await review(agent(true));
  expect(all.files.map(({ path }) => path)).toContain('draft.txt');
  expect(await all.read('keep.txt')).toBe('changed\n');
  expect(fixture.git(['status', '--porcelain'], place)).toContain('?? draft.txt');
});

test('a merge is compared with the feature branch', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  fixture.work('one', { 'one.txt': '1\n' });
  fixture.work('two', { 'two.txt': '2\n' });
  const { files } = await review({ kind: 'sync', sync: 'phase-1' });
  expect(files.map(({ path }) => path)).toEqual(['one.txt', 'plans/CURRENT.md', 'two.txt']);
});

test('a viewed mark holds for a version of a file, comments until they are sent', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  const { repo } = fixture.project;
  fixture.work('one', { 'a.txt': 'b\n' });
  const [first] = (await review(agent(false))).files;
  await markViewed(repo, first?.key ?? '', true);
  expect((await viewedKeys(repo)).has(first?.key ?? '')).toBe(true);
  fixture.work('one', { 'a.txt': 'c\n' });
  const [second] = (await review(agent(false))).files;
  expect((await viewedKeys(repo)).has(second?.key ?? '')).toBe(false);

  const comments = new Comments(repo, 'x', agent(false));
  const comment = { path: 'a.txt', side: 'after', line: 1, quote: 'c', text: 'Why c?' } as const;
  await comments.add(comment);
  const again = await new Comments(repo, 'x', agent(true)).list();
  expect(again).toMatchObject([comment]);
  expect(commentsPrompt(again)).toContain('a.txt:1\n> c\nWhy c?');
  expect(await comments.remove(new Set(again.map(({ id }) => id)))).toEqual([]);
});
