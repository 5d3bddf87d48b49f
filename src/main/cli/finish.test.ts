import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';

/** Twenty processes one after the other, on a machine that may be busy. */
const LONGEST_MS = 240_000;

let workspace: Workspace;
let path: string;

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data }
  designer: { role: designer }
syncs:
  one: { merges: [data, designer], verify: ["! [ -f data.txt ] || [ -f fixed.txt ]"] }
`;

/** Runs a command; its exit code and its document. */
async function cli(...words: readonly string[]) {
  const { code, stdout } = await workspace.cli(path, ...words, '--json');
  return { code, answer: JSON.parse(stdout) };
}

beforeAll(async () => {
  workspace = await Workspace.create();
  path = await workspace.repository('repo', { 'a.txt': 'a\n', 'plans/shop.plan.yaml': PLAN });
  await workspace.trust(path);
});
afterAll(() => workspace.remove());

test('from a red verification to a merged base, on the command line', {
  timeout: LONGEST_MS,
}, async () => {
  expect((await cli('start', 'one', '--worktrees-only')).code).toBe(0);
  await workspace.commit(`${path}-data`, { 'data.txt': 'd\n' }, 'Data');
  await workspace.commit(`${path}-designer`, { 'designer.txt': 'd\n' }, 'Designer');
  expect((await cli('finish', 'merge')).answer.error.code).toBe('finish.notYet');
  expect((await cli('sync', 'one', '--push')).answer.error.code).toBe('sync.notLanded');

  const red = await cli('sync', 'one', '--verify');
  expect(red).toMatchObject({ code: 1, answer: { outcome: 'failed', culprits: ['data'] } });
  expect((await cli('sync', 'one', '--merge')).answer.outcome).toBe('verify-failed');
  expect((await cli('sync', 'one', '--merge', '--with-fix')).answer.error.code).toBe('sync.noFix');
  await workspace.commit(`${path}-integration`, { 'fixed.txt': 'f\n' }, 'Fix');
  const remote = join(workspace.folder, 'remote.git');
  await workspace.git(workspace.folder, 'init', '--quiet', '--bare', remote);
  await workspace.git(path, 'remote', 'add', 'origin', remote);
  const fixed = await cli('sync', 'one', '--merge', '--with-fix', '--push');
  expect(fixed).toMatchObject({ code: 0, answer: { outcome: 'landed' } });
  expect(fixed.answer.pushed).toHaveLength(3);
  expect((await cli('sync', 'one', '--push')).answer).toEqual({
    remote: 'origin',
    ref: 'refs/heads/feature/shop',
  });

  const { answer } = await cli('finish', 'show');
  expect(answer).toMatchObject({ pushed: 'yes', unfinished: null, merge: { possible: true } });
  const shown = (await workspace.cli(path, 'finish', 'show')).stdout;
  expect(shown).toContain(`undo afterwards: main is checked out in ${path}`);
  expect((await cli('finish', 'push')).code).toBe(0);
  expect((await cli('finish', 'pr')).code).toBe(2);
  expect((await cli('finish', 'merge', '--strategy', 'rebase')).code).toBe(2);
  const merged = await cli('finish', 'merge', '--strategy', 'squash');
  expect(merged).toMatchObject({ code: 0, answer: { outcome: 'landed' } });
  expect(await workspace.git(path, 'rev-parse', 'main')).toBe(merged.answer.commit);
  expect((await cli('finish', 'undo')).answer).toMatchObject({ outcome: 'refused' });
  const after = (await workspace.cli(path, 'finish', 'show')).stdout;
  expect(after).toContain('feature/shop: 0 commits ahead of main\n');
  expect(after).toContain(`undo: main is checked out in ${path}`);
  await workspace.git(path, 'switch', '--quiet', '--detach');
  expect((await cli('finish', 'undo')).answer).toMatchObject({ outcome: 'undone' });
});
