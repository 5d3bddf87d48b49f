import type { FailureKinds } from './failure-kind.ts';

/** Failures of starting and accepting agents, and of the journal of a run. */
export const runFailures = {
  'run.unknownTarget': {
    when: 'A command names a phase, agent or sync point that the plan does not have, or none.',
    remedy: 'Name an agent or a phase of the plan.',
    exit: 2,
  },
  'run.unknownAgent': {
    when: 'The plan has no such agent.',
    remedy: 'Look at the agents of the plan.',
    exit: 1,
  },
  'run.unsupported': {
    when: 'The agent works elsewhere and cannot be started here.',
    remedy: 'Let it run as claude, shell, sim or a command.',
    exit: 1,
  },
  'run.locked': {
    when: 'Nothing of it can start: it waits for others, has landed, or is a phase without agents.',
    remedy: 'Finish and accept what it waits for.',
    exit: 1,
  },
  'run.notStarted': {
    when: 'The agent has no worktree.',
    remedy: 'Start the agent, or its phase.',
    exit: 1,
  },
  'run.removed': {
    when: 'The worktree of the agent was removed.',
    remedy:
      'Restore the worktree ("worktrees restore", or in the list of worktrees), then start the agent again.',
    exit: 1,
  },
  'run.staleBase': {
    when: 'The base of a new worktree does not hold a sync point that the agent continues from.',
    remedy: 'The feature branch was moved by somebody else; bring it back to the landed commit.',
    exit: 1,
  },
  'run.baseMissing': {
    when: 'The base of the plan is no branch here or on origin, or has no commit.',
    remedy: 'Create the branch, fetch it, or set another base in the plan.',
  },
  'run.notReady': {
    when: 'The agent to accept has not finished and committed its work within its scope.',
    remedy: 'Accept it once it has finished and committed its work within its scope.',
    exit: 1,
  },
  'journal.unreadable': {
    when: 'The journal of a run is damaged, or written by a newer Tributary.',
    remedy:
      'Update Tributary. If the file is damaged, move {path} away: branches and worktrees stay.',
  },
} as const satisfies FailureKinds;
