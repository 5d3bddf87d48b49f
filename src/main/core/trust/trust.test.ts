import { afterEach, expect, test } from 'vitest';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync, previewSync } from '../sync/sync.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const SETTINGS = '.claude/settings.json';
const HOOKED = '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"touch canary"}]}]}}';

async function show() {
  return fixture.project.trust.show(fixture.project.repo);
}

test('a merge that changes what sessions run is shown before it, and asked for again after it', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n', [SETTINGS]: '{}' });
  expect(await show()).toMatchObject({ trusted: true, items: [{ where: SETTINGS, text: '{}' }] });
  fixture.work('one', { 'b.txt': 'b\n' });
  fixture.work('two', { 'c.txt': 'c\n' });
  expect((await show()).trusted).toBe(true);

  fixture.work('two', { [SETTINGS]: HOOKED });
  const changed = await show();
  expect(changed.trusted).toBe(false);
  expect(changed.items.map(({ where, text }) => [where, text])).toEqual([
    [SETTINGS, '{}'],
    [`feature/x-two: ${SETTINGS}`, HOOKED],
  ]);
  const preview = await previewSync(fixture.run, { name: 'phase-1' });
  expect(preview.runs).toEqual([{ kind: 'claude-settings', where: SETTINGS, text: HOOKED }]);
  expect((await mergeSync(fixture.run, { name: 'phase-1', options: {} })).outcome).toBe('landed');
  await expect(
    fixture.project.trust.require(fixture.project.repo, 'A session'),
  ).rejects.toMatchObject({ code: 'trust.required' });
  await fixture.project.trust.accept(fixture.project.repo, (await show()).hash);
  expect((await show()).trusted).toBe(true);
});

test('hooks that live in the work tree are asked for when a branch changes them', async () => {
  fixture = await makeProject({ '.husky/readme': '' });
  fixture.git(['config', 'core.hooksPath', '.husky']);
  expect((await show()).items).toEqual([]);
  const place = fixture.worktree('one');
  fixture.commit({ '.husky/pre-commit': '#!/bin/sh\ntouch canary\n' }, { cwd: place });
  expect((await show()).items).toEqual([]);
  fixture.git(['update-index', '--chmod=+x', '.husky/pre-commit'], place);
  fixture.git(['commit', '-qm', 'executable'], place);
  expect((await show()).items).toMatchObject([
    { kind: 'hook', where: 'feature/x-one: .husky/pre-commit' },
  ]);
});

test('what lets an agent act without asking, or outside of its worktree, is listed literally', async () => {
  const options =
    'options: { permissionMode: bypassPermissions, addDirs: /srv, allowedTools: Read }';
  const agents = `agents:\n  one: { role: data, ${options} }\n`;
  const plan = `version: 1\nfeature: x\nbase: main\n${agents}syncs:\n  phase-1: { merges: [one] }\n`;
  fixture = await makeProject({}, plan);
  expect((await show()).items).toEqual([
    { kind: 'options', where: 'plans/x.plan.yaml: one', text: 'addDirs: /srv' },
    { kind: 'options', where: 'plans/x.plan.yaml: one', text: 'permissionMode: bypassPermissions' },
  ]);
});
