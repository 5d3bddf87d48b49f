import { commandLineFailures } from './command-line.ts';
import type { FailureKinds } from './failure-kind.ts';
import { gitFailures } from './git.ts';
import { planFailures } from './plan.ts';
import { projectFailures } from './project.ts';
import { runFailures } from './run.ts';
import { sessionFailures } from './session.ts';
import { syncFailures } from './sync.ts';
import { worktreeFailures } from './worktree.ts';

/** Every code of an expected failure, with when it happens, its remedy and its exit code. */
export const FAILURES = {
  ...commandLineFailures,
  ...gitFailures,
  ...projectFailures,
  ...planFailures,
  ...runFailures,
  ...sessionFailures,
  ...worktreeFailures,
  ...syncFailures,
} as const satisfies FailureKinds;

export type FailureCode = keyof typeof FAILURES;

/** Whether a code that comes from another process is in the list: that process may be of another version. */
export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}
