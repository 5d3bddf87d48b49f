import { expect, test } from 'vitest';
import type { FinishView } from '../../../shared/contract/finish.ts';
import type { RunView } from '../../../shared/contract/run.ts';
import { mergeWords, noPullRequestWords, pullRequestText, pushedWords } from './finish-words.ts';

const view: FinishView = {
  branch: 'feature/shop',
  base: 'main',
  ahead: 2,
  unfinished: null,
  leftOut: [],
  uncommittedPlan: null,
  remote: { name: 'origin', url: 'https://example.invalid/shop.git' },
  pushed: 'no',
  compareUrl: null,
  gh: 'ready',
  pullRequest: null,
  merge: {
    possible: true,
    reason: null,
    conflicts: [],
    landed: null,
    undo: { possible: false, reason: null },
    undoLater: null,
  },
};

test('shows the state of the remote, and that nothing is overwritten', () => {
  expect(pushedWords(view)).toBe('feature/shop is not on origin yet.');
  expect(pushedWords({ ...view, pushed: 'diverged' })).toContain('nothing is overwritten');
  expect(pushedWords({ ...view, remote: null })).toContain('no remote');
  expect(noPullRequestWords(view)).toBeNull();
  expect(noPullRequestWords({ ...view, gh: 'missing' })).toContain('not installed');
});

test('says before a merge what undoing it would take', () => {
  const { merge } = view;
  expect(mergeWords(view)).toMatch(/main moves only when the merge succeeds\.$/);
  const undoLater = 'main is checked out in /app. Switch that folder to another branch, then undo.';
  expect(mergeWords({ ...view, merge: { ...merge, undoLater } })).toContain(
    'To undo it afterwards: main is checked out in /app.',
  );
  expect(mergeWords({ ...view, merge: { ...merge, possible: false, reason: 'No.' } })).toBe('No.');
});

test('the text of a pull request has the phases and the managed sections', () => {
  const run = {
    feature: 'user-profile',
    agents: [{ name: 'data', title: 'Data' }],
    syncs: [{ name: 'phase-1', title: 'Phase 1', merges: ['data', 'qa'] }],
  } as unknown as RunView;
  const current =
    'Mine.\n<!-- tributary:begin shop -->\n- [x] done\n<!-- tributary:end shop -->\nAlso mine.\n';
  expect(pullRequestText(run, current)).toEqual({
    title: 'User profile',
    body: '- Phase 1: Data, qa\n\n- [x] done\n',
  });
  expect(pullRequestText(run, null).body).toBe('- Phase 1: Data, qa\n');
});
