import { expect, test } from 'vitest';
import { WORKTREES_ONLY } from '../../shared/remedies.ts';
import { inPageWords, isClaudeMissing } from './claude.ts';

const check = {
  id: 'claude',
  state: 'warning',
  message: 'not found',
  remedy: 'Install it.',
} as const;

test('claude counts as missing only after the search', () => {
  expect(isClaudeMissing([check])).toBe(true);
  expect(isClaudeMissing([{ ...check, remedy: '' }])).toBe(false);
  expect(isClaudeMissing([{ ...check, state: 'ok' }])).toBe(false);
  expect(isClaudeMissing([{ ...check, id: 'git' }])).toBe(false);
});

test('a remedy names the field on the page instead of the command-line flag', () => {
  expect(inPageWords(`Install Claude Code, or ${WORKTREES_ONLY}.`)).toBe(
    'Install Claude Code, or choose "A plain shell" under Runs in the inspector of an agent.',
  );
});
