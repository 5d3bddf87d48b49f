import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { allSeen, recordSeen } from './support/seen.ts';
import { expect, node, openPane, test } from './support/test.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, runs: sim, sim: plans/designer.yaml, scope: ["design/**"] }
  qa: { role: qa, runs: sim, sim: plans/qa.yaml, scope: ["test/**"] }
syncs:
  phase-1: { merges: [designer, qa], verify: ["test ! -f test/broken"] }
`;

const work = (file: string) => `- say: Looking around.
- sleep: 100
- edit: { file: ${file}, content: "done" }
- sleep: 100
- commit: "Add ${file}"
- say: Done.
`;

const sync = (page: Page) => page.getByRole('region', { name: 'Sync', exact: true });

/** The states in which a node was drawn, in order. */
async function statesOf(page: Page, title: string): Promise<string[]> {
  return (await allSeen(page))
    .filter(({ what }) => what === `node ${title}`)
    .map((one) => one.words);
}

/** Of `allowed`, what was seen, in that order: a state that was over at once need not have been drawn. */
function inOrder(seen: readonly string[], allowed: readonly string[]): string[] {
  let at = 0;
  return allowed.filter((state) => {
    const isNext = seen[at] === state;
    if (isNext) at += 1;
    return isNext;
  });
}

/** Everything is stopped or cleaned up in one go, and what is over offers only what works. */
async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop all', exact: true }).click();
  const asked = page.getByRole('dialog', { name: 'Stop all' });
  await expect(asked).toContainText('All are idle.');
  await expect(asked.getByRole('button', { name: 'Stop 2 sessions' })).toBeVisible();
  await asked.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Preview clean-up' }).click();
  const proposal = page.getByRole('dialog', { name: 'Clean up' });
  const tick = proposal.getByRole('checkbox', { name: 'End 2 idle sessions: Designer, QA' });
  await expect(tick).toBeChecked();
  await proposal.getByRole('button', { name: 'Remove 2 worktrees' }).click();
  const pane = page.getByRole('region', { name: 'Terminal: QA', exact: true });
  await expect(pane).toContainText('Its work is merged, and its worktree was removed.');
  await expect(pane.getByRole('button', { name: 'Start again' })).toHaveCount(0);
  await expect(pane.getByRole('button', { name: 'Restart' })).toBeDisabled();
  await pane.getByRole('button', { name: 'Close' }).click();
  await expect(pane).toHaveCount(0);
}

test('what a person sees of a phase is what happened, each state once and in order', async ({
  page,
  workspace,
}) => {
  const repository = await workspace.repository('shop', {
    'a.txt': 'a\n',
    'plans/shop.plan.yaml': PLAN,
    'plans/designer.yaml': work('design/card.md'),
    'plans/qa.yaml': work('test/broken'),
    '.tributary/config.yaml': 'version: 1\nsetup: echo set up\n',
  });
  await workspace.trust(repository);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await node(page, 'Phase 1').click();
  await openPane(page, 'Sync');
  await openPane(page, 'Inbox');
  await recordSeen(page, ['Next step', 'Sync', 'Inbox']);

  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'Phase 1', 'ready')).toBeVisible();
  await openPane(page, 'Sync');
  await sync(page).getByRole('button', { name: 'Merge 2 branches' }).click();
  await expect(node(page, 'Phase 1', 'verify-failed')).toBeVisible();
  await expect(sync(page).getByRole('alert')).toContainText('QA');

  const tree = join(workspace.folder, 'shop-qa');
  await workspace.git(tree, 'mv', 'test/broken', 'test/mended');
  await workspace.git(tree, 'commit', '--quiet', '--message', 'Mend');
  await expect(node(page, 'Phase 1', 'ready')).toBeVisible();
  await sync(page).getByRole('button', { name: 'Merge 2 branches' }).click();
  await expect(node(page, 'Phase 1', 'done')).toBeVisible();
  await expect(node(page, 'QA', 'merged')).toBeVisible();

  await leave(page);

  const worked = ['not-started', 'setting-up', 'starting', 'working', 'finished', 'merged'];
  for (const agent of ['Designer', 'QA']) {
    const seen = await statesOf(page, agent);
    expect(seen, agent).toEqual(inOrder(seen, worked));
    expect(seen).toEqual(expect.arrayContaining(['setting-up', 'finished', 'merged']));
  }
  const attempt = ['ready', 'merging', 'verifying'];
  // What was mended by hand was uncommitted for a moment.
  const merges = ['waiting', ...attempt, 'verify-failed', 'waiting', ...attempt, 'done'];
  const seen = await statesOf(page, 'Phase 1');
  expect(seen, 'Phase 1').toEqual(inOrder(seen, merges));
  expect(seen.filter((state) => ['ready', 'verify-failed', 'done'].includes(state))).toEqual([
    'ready',
    'verify-failed',
    'ready',
    'done',
  ]);
  const tops = (await allSeen(page)).filter(({ what }) => what === 'top of the page');
  expect(tops.length, 'the page was moved').toBe(1);
  const path = join(repository, '.git/tributary/runs/shop.jsonl');
  const journal = (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const count = (kind: string) => journal.filter((entry) => entry.kind === kind).length;
  expect([count('session.started'), count('sync.begin'), count('sync.end')]).toEqual([2, 2, 2]);

  const words = (await allSeen(page)).filter(({ what }) => !what.startsWith('node '));
  const untrue = /no longer at work|has no session|or unknown|not known/i;
  expect(words.filter((one) => untrue.test(one.words))).toEqual([]);
  // Only after the one commit that was made by hand.
  const spoke = words.filter((one) => one.words.includes('new commits since'));
  const mended = (await allSeen(page)).filter(
    (one) => one.what === 'node Phase 1' && one.words === 'ready',
  )[1];
  expect(spoke.filter((one) => one.at < (mended?.at ?? 0) - 1000)).toEqual([]);
});
