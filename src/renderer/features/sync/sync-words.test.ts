import { expect, test } from 'vitest';
import type { GateItem } from '../../../shared/contract/run.ts';
import { NO_DECISIONS, openItems } from './gate.ts';
import { sideRows } from './side-rows.ts';
import {
  askPrompt,
  conflictWords,
  mergeWords,
  outcomeWords,
  strategyWords,
  verificationWords,
} from './sync-words.ts';

test('the button counts branches', () => {
  expect(mergeWords(1)).toBe('Merge 1 branch');
  expect(mergeWords(3)).toBe('Merge 3 branches');
});

test('a conflict names its agents once', () => {
  const files = [{ agents: ['backend', 'frontend'] }, { agents: ['frontend'] }];
  expect(conflictWords(files)).toBe('2 files conflict between backend and frontend.');
  expect(conflictWords([{ agents: [] }])).toBe('1 file conflicts.');
});

test.each(['landed', 'conflict', 'blocked', 'verify-failed'] as const)(
  'the outcome %s says what to do next',
  (outcome) => {
    const words = outcomeWords({
      outcome,
      commit: null,
      undo: null,
      culprit: null,
      culprits: [],
      flaky: [],
      pushed: [],
      files: [],
      gate: [],
      message: null,
    });
    expect(words.title).not.toBe('');
    expect(words.next).not.toBe('');
  },
);

test.each([
  ['passed', 'good'],
  ['failed', 'bad'],
  ['conflict', 'bad'],
  ['nothing', 'warning'],
] as const)('a verification that ends as %s is %s, in its own words', (outcome, tone) => {
  const words = verificationWords({
    outcome,
    culprit: null,
    culprits: [],
    flaky: [],
    message: 'It said so.',
  });
  expect(words).toMatchObject({ tone, title: 'It said so.' });
  expect(words.next).not.toBe('');
});

test('a reason overrides an item, but not uncommitted work', () => {
  const gate: GateItem[] = [
    { id: 'agents-idle', state: 'fail', message: '' },
    { id: 'committed', state: 'fail', message: '' },
    { id: 'has-commits', state: 'pass', message: '' },
  ];
  const open = (decisions: Partial<typeof NO_DECISIONS>) =>
    openItems(gate, { ...NO_DECISIONS, ...decisions }).map((item) => item.id);
  expect(open({})).toEqual(['agents-idle', 'committed']);
  expect(open({ overrides: { 'agents-idle': 'it hangs' } })).toEqual(['committed']);
  expect(open({ commitLeftovers: true })).toEqual(['agents-idle']);
});

test('both sides mark the lines between the first and the last difference', () => {
  const { before, after } = sideRows('a\nb\nc\n', 'a\nx\ny\nc\n');
  expect(before?.map((row) => row.kind)).toEqual(['same', 'removed', 'same']);
  expect(after?.map((row) => row.kind)).toEqual(['same', 'added', 'added', 'same']);
});

test('conflict markers and the lines between them are marked', () => {
  const text = 'a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\nd\n';
  const { after } = sideRows('a\nd\n', text);
  expect(after?.map((row) => row.kind)).toEqual([
    'same',
    'conflict',
    'conflict',
    'conflict',
    'conflict',
    'conflict',
    'same',
  ]);
  expect(sideRows(null, 'a').before).toBeNull();
});

test('the strategy text counts commits and files once a preview knows them', () => {
  expect(strategyWords('merge')).toBe('Makes merge commits.');
  // The last agent of a chain brings the commits of the whole chain.
  const coming = { commits: 3, makes: 1, files: 12 };
  expect(strategyWords('merge', coming)).toBe('Makes 1 merge commit for 3 commits in 12 files.');
  expect(strategyWords('merge', { ...coming, makes: null })).toBe('Merges 3 commits in 12 files.');
  expect(strategyWords('squash')).toBe('Squashes all branches into one commit.');
  expect(strategyWords('squash', coming)).toBe('Squashes 3 commits in 12 files into one.');
});

test('the prompt for an agent has the failure and the end of the output', () => {
  const log = `${Array.from({ length: 90 }, (_, index) => `line ${index}`).join('\n')}\n`;
  const prompt = askPrompt({ sync: 'Phase 1', culprit: '`npm test` ended with 1', log });
  expect(prompt).toContain('failed: `npm test` ended with 1');
  expect(prompt).toContain('line 89');
  expect(prompt).toContain('line 30\n');
  expect(prompt).not.toContain('line 29\n');
  expect(askPrompt({ sync: 'Phase 1', culprit: 'x', log: '' })).not.toContain('output');
});
