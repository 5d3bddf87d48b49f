import { expect, test } from 'vitest';
import { WORKTREES_ONLY } from '../../shared/remedies.ts';
import { inPageWords, isClaudeMissing } from './claude.ts';

const check = {
  id: 'claude',
  state: 'warning',
  message: 'not found',
  remedy: 'Install it.',
} as const;

test('claude is missing once it was looked for', () => {
  expect(isClaudeMissing([check])).toBe(true);
  expect(isClaudeMissing([{ ...check, remedy: '' }])).toBe(false);
  expect(isClaudeMissing([{ ...check, state: 'ok' }])).toBe(false);
  expect(isClaudeMissing([{ ...check, id: 'git' }])).toBe(false);
});

test('a flag of the command line is said as the field of the page', () => {
  expect(inPageWords(`Install Claude Code, or ${WORKTREES_ONLY}.`)).toBe(
    'Install Claude Code, or choose "A plain shell" under Runs in the inspector of an agent.',
  );
});
