import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeProject, type ProjectFixture, write } from '../project/project-fixture.ts';
import { mergeSync, previewSync } from '../sync/sync.ts';
import { keepDraft, reopenConflict, settleConflict } from './answer.ts';
import { askToResolve } from './ask-agent.ts';
import { conflictFile, conflictsOf, viewConflicts } from './conflicts.ts';
import { readProposals } from './proposals.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const SYNC = 'phase-1';
const TEXT = 'first\nmiddle\nlast\n';

async function conflicts() {
  return conflictsOf(fixture.run, SYNC);
}

async function merge() {
  return mergeSync(fixture.run, { name: SYNC, options: {} });
}

async function settle(path: string, answer: Parameters<typeof settleConflict>[2]['answer']) {
  const all = await conflicts();
  const found = viewConflicts(all).find((each) => each.path === path);
  await settleConflict(all, found?.id ?? '', { answer, by: 'person', anyway: false });
}

const landed = (path: string) => fixture.git(['show', `feature/x:${path}`]);

test('conflicts of every kind are settled one by one, and the merge lands exactly that', async () => {
  const picture = (n: number) => `\u0000\u0001${n}`;
  fixture = await makeProject({ 'a.txt': TEXT, 'gone.txt': TEXT, 'p.bin': picture(0) });
  fixture.work('one', {
    'a.txt': TEXT.replace('middle', 'one'),
    'gone.txt': null,
    'p.bin': picture(1),
  });
  fixture.work('two', {
    'a.txt': TEXT.replace('middle', 'two'),
    'gone.txt': `${TEXT}more\n`,
    'p.bin': picture(2),
  });
  expect((await merge()).outcome).toBe('conflict');
  expect((await fixture.run.freshView()).syncs[0]?.state).toBe('conflict');

  const all = await conflicts();
  const list = viewConflicts(all);
  expect(list.map(({ path, agents, state }) => [path, agents.join(), state])).toEqual([
    ['a.txt', 'one,two', 'open'],
    ['gone.txt', 'one,two', 'open'],
    ['p.bin', 'one,two', 'open'],
  ]);
  const [text, deleted, binary] = list;
  expect(text?.ours?.label).toBe('One');
  expect(text?.theirs?.label).toBe('Two');
  expect(deleted).toMatchObject({ kind: 'modify/delete', ours: null });
  const shown = await conflictFile(all, text?.id ?? '', { proposed: null, contract: null });
  expect(shown.base).toBe(TEXT);
  expect(shown.ours).toBe(TEXT.replace('middle', 'one'));
  expect(shown.theirs).toBe(TEXT.replace('middle', 'two'));
  expect(shown.marked).toContain(
    '<<<<<<< feature/x + feature/x-one\none\n=======\ntwo\n>>>>>>> feature/x-two',
  );
  expect(
    await conflictFile(all, binary?.id ?? '', { proposed: null, contract: null }),
  ).toMatchObject({
    binary: true,
    ours: null,
  });

  await settle('a.txt', { kind: 'text', text: TEXT.replace('middle', 'one and two') });
  await settle('gone.txt', { kind: 'side', side: 'ours' });
  expect((await merge()).outcome).toBe('conflict');
  await settle('p.bin', { kind: 'side', side: 'theirs' });

  expect((await fixture.run.freshView()).syncs[0]?.state).toBe('ready');
  const preview = await previewSync(fixture.run, { name: SYNC });
  expect(preview.outcome).toBe('clean');
  expect(preview.files.map(({ path, kind }) => [path, kind])).toContainEqual(['a.txt', 'resolved']);
  const done = await merge();
  expect(done.outcome).toBe('landed');
  expect(fixture.git(['rev-parse', 'feature/x^{tree}'])).toBe(preview.tree);
  expect(landed('a.txt')).toBe(TEXT.replace('middle', 'one and two').trimEnd());
  expect(landed('p.bin')).toBe(picture(2));
  expect(() => landed('gone.txt')).toThrow();
});

test('a decision holds for the same conflict only, and can be taken back with its text kept', async () => {
  fixture = await makeProject({ 'a.txt': TEXT });
  fixture.work('one', { 'a.txt': TEXT.replace('middle', 'one') });
  fixture.work('two', { 'a.txt': TEXT.replace('middle', 'two') });
  await settle('a.txt', { kind: 'text', text: 'mine\n' });
  expect((await conflicts()).merge.tip).not.toBeNull();
  const [settled] = viewConflicts(await conflicts());
  await reopenConflict(await conflicts(), settled?.id ?? '');
  const again = await conflicts();
  expect(viewConflicts(again)[0]?.state).toBe('open');
  expect(
    (await conflictFile(again, settled?.id ?? '', { proposed: null, contract: null })).draft,
  ).toBe('mine\n');
  await settle('a.txt', { kind: 'text', text: 'mine\n' });
  // The branch moves on: it is another conflict now, and nobody has decided that one.
  fixture.work('two', { 'a.txt': TEXT.replace('middle', 'three') });
  expect(viewConflicts(await conflicts())[0]?.state).toBe('open');
});

test('drafts are kept, and what cannot be right is refused with its place', async () => {
  fixture = await makeProject({ 'api.yaml': 'a: 1\n' });
  fixture.work('one', { 'api.yaml': 'a: 2\n' });
  fixture.work('two', { 'api.yaml': 'a: 3\n' });
  const all = await conflicts();
  const id = viewConflicts(all)[0]?.id ?? '';
  const marked = (await conflictFile(all, id, { proposed: null, contract: null })).marked ?? '';
  const decide = (text: string, anyway = false) =>
    settleConflict(all, id, { answer: { kind: 'text', text }, by: 'person', anyway });

  await keepDraft(all.kept, { id, text: marked }, conflicts);
  expect((await conflictFile(all, id, { proposed: null, contract: null })).draft).toBe(marked);
  await expect(decide(marked)).rejects.toMatchObject({
    code: 'resolve.markersLeft',
    data: { line: 1 },
  });
  await expect(decide('a: 2\nb: [1\n')).rejects.toMatchObject({
    code: 'resolve.syntax',
    data: { line: 3, column: 1 },
  });
  // A draft alone never settles anything.
  expect((await conflicts()).merge.tip).toBeNull();
  await decide('a: 2\nb: [1\n', true);
  expect((await conflicts()).merge.tip).not.toBeNull();
});

test('an asked session finds the markers; its files are proposals, everything else strays', async () => {
  fixture = await makeProject({ 'a.txt': TEXT, 'b.txt': 'b\n' });
  fixture.work('one', { 'a.txt': TEXT.replace('middle', 'one') });
  fixture.work('two', { 'a.txt': TEXT.replace('middle', 'two'), 'new.txt': 'new\n' });
  const before = fixture.git(['rev-parse', 'feature/x']);
  await askToResolve(fixture.run, { sync: SYNC });
  const [request] = fixture.started;
  const place = request?.cwd ?? '';
  expect(place).toBe(join(fixture.root, 'app-integration'));
  expect(request?.say).toContain('a.txt (one, two)');
  expect(readFileSync(join(place, 'a.txt'), 'utf8')).toContain('>>>>>>> feature/x-two');
  expect(readFileSync(join(place, 'new.txt'), 'utf8')).toBe('new\n');
  const asked = () => readProposals(fixture.project, 'x', SYNC);
  expect((await asked()).session).toMatchObject({ proposed: [], strayed: [] });

  write(place, { 'a.txt': 'settled\n', 'b.txt': 'not asked for\n', 'extra.txt': '' });
  fixture.git(['commit', '-qam', 'committed although it should not'], place);
  const { session, texts } = await asked();
  const id = viewConflicts(await conflicts())[0]?.id ?? '';
  expect(session?.proposed).toEqual([id]);
  expect(session?.strayed).toEqual(['b.txt', 'extra.txt']);
  expect(texts.get(id)).toBe('settled\n');
  // Nothing counts before a person accepts it.
  expect((await conflicts()).merge.tip).toBeNull();
  await settleConflict(await conflicts(), id, {
    answer: { kind: 'text', text: 'settled\n' },
    by: 'session',
    anyway: false,
  });
  expect(fixture.git(['rev-parse', 'feature/x'])).toBe(before);
  expect((await merge()).outcome).toBe('landed');
  expect(landed('a.txt')).toBe('settled');
  expect(landed('b.txt')).toBe('b');
});
