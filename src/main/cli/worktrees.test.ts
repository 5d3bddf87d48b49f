import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';
import { runHere } from './here-fixture.ts';

let workspace: Workspace;
let path: string;

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data }
  designer: { role: designer }
syncs:
  one: { merges: [data, designer] }
`;

/** Runs a command; its exit code and its document. */
async function cli(...words: readonly string[]) {
  const { code, stdout } = await runHere(workspace, path, [...words, '--json']);
  return { code, answer: JSON.parse(stdout) };
}

beforeAll(async () => {
  workspace = await Workspace.create();
  path = await workspace.repository('repo', { 'a.txt': 'a\n', 'plans/shop.plan.yaml': PLAN });
});
afterAll(() => workspace.remove());

test('the life of worktrees, on the command line', async () => {
  expect((await cli('start', 'data', '--worktrees-only')).code).toBe(0);
  const made = `${path}-data`;
  const hand = join(workspace.folder, 'hand');
  await workspace.git(path, 'worktree', 'add', '-q', '-b', 'by/hand', hand);

  expect(await cli('worktrees', 'remove', hand)).toMatchObject({
    code: 1,
    answer: { error: { code: 'worktree.notOurs' } },
  });
  expect((await cli('worktrees', 'adopt', hand, 'nobody')).code).toBe(2);
  const adopted = await cli('worktrees', 'adopt', hand, 'designer');
  expect(adopted).toMatchObject({ code: 0, answer: { agent: 'designer', branch: 'by/hand' } });
  const { answer: status } = await cli('status');
  expect(status.agents[1]).toMatchObject({ name: 'designer', branch: 'by/hand', worktree: hand });

  const place = join(workspace.folder, 'place');
  expect((await cli('worktrees', 'move', made, place)).answer).toMatchObject({ path: place });
  const elsewhere = join(workspace.folder, 'elsewhere');
  await rename(place, elsewhere);
  const { stdout } = await workspace.cli(path, 'worktrees', 'list');
  expect(stdout).toContain('agent data of shop');
  expect(stdout).toContain('leftover: its folder is missing');
  expect((await cli('worktrees', 'repair', elsewhere)).answer.repaired).toEqual([elsewhere]);

  await writeFile(join(elsewhere, 'new.txt'), 'mine');
  const removed = await cli('worktrees', 'remove', elsewhere);
  expect(removed).toMatchObject({ code: 0, answer: { removed: [elsewhere], kept: [] } });
  expect(existsSync(elsewhere)).toBe(false);
  const listed = await cli('worktrees', 'list');
  expect(listed.answer.trash).toMatchObject([{ id: removed.answer.trash[0], path: elsewhere }]);
  expect(listed.answer.worktrees).toMatchObject([{ path: hand, owner: 'agent', state: 'ok' }]);
  expect((await cli('worktrees', 'restore', removed.answer.trash[0])).code).toBe(0);
  expect(existsSync(join(elsewhere, 'new.txt'))).toBe(true);

  await rm(hand, { recursive: true });
  expect(await cli('worktrees', 'repair')).toMatchObject({
    code: 1,
    answer: { repaired: [], missing: [{ path: hand }] },
  });
}, 60_000);

test('sessions are stopped by name or all at once', async () => {
  const nobody = await cli('stop');
  expect(nobody).toMatchObject({ code: 2, answer: { error: { code: 'run.unknownTarget' } } });
  expect(nobody.answer.error.remedy).toContain('--all');
  expect(await cli('stop', '--all')).toEqual({ code: 0, answer: { agents: [] } });
});
