import type { FailureKinds } from './failure-kind.ts';

/** Failures of making, adopting, moving, removing and restoring worktrees. */
export const worktreeFailures = {
  'worktree.invalidName': {
    when: 'The name of an agent cannot name a branch and a folder.',
    remedy: 'Rename the agent: small letters, digits and dashes.',
  },
  'worktree.nameClash': {
    when: 'Two branches cannot both exist: their names differ in case only, or one is a folder of the other.',
    remedy: 'Rename the agent or the feature, or rename that branch.',
  },
  'worktree.branchTaken': {
    when: 'The branch of an agent exists, and this plan did not make it.',
    remedy: 'Rename the agent, or rename or delete that branch.',
  },
  'worktree.checkedOut': {
    when: 'The branch of an agent is checked out in another worktree.',
    remedy: 'Rename the agent, or switch that worktree to another branch.',
  },
  'worktree.pathTaken': {
    when: 'Something is in the way of a new worktree.',
    remedy: 'Move it away, rename the agent, or set another folder for worktrees.',
  },
  'worktree.readOnly': {
    when: 'The folder of worktrees cannot be written.',
    remedy: 'Check the permissions of the folder, or set another folder for worktrees.',
  },
  'worktree.diskFull': {
    when: 'The disk has too little space for the new worktrees.',
    remedy: 'Free some space, remove worktrees that are done, or set another folder for worktrees.',
  },
  'worktree.unfinished': {
    when: 'A new worktree does not hold what it should.',
    remedy: 'Look for a program that changes files there while git writes them, then start again.',
  },
  'worktree.setUpRunning': {
    when: 'The set-up of the worktree runs already.',
    remedy: 'Wait until it has ended; its log shows how far it is.',
    exit: 1,
  },
  'worktree.notAdoptable': {
    when: 'An existing worktree cannot become that of an agent.',
    remedy: 'Choose another worktree or another agent; "worktrees list" shows whose they are.',
    exit: 1,
  },
  'worktree.notMovable': {
    when: 'The worktree cannot be moved, e.g. because somebody works in it.',
    remedy: 'Bring that to an end or choose another place, then try again.',
    exit: 1,
  },
  'worktree.notOurs': {
    when: 'Tributary neither made nor adopted the worktree or folder to remove.',
    remedy: 'Adopt it first, or remove it with git.',
    exit: 1,
  },
  'worktree.kept': {
    when: 'The worktree stays, since removing it would lose work or disturb somebody.',
    remedy: 'Bring that to an end, then try again. Nothing was changed.',
    exit: 1,
  },
  'worktree.unsavable': {
    when: 'The work in a worktree cannot be saved, e.g. during a rebase.',
    remedy: 'Look into the worktree, bring that to an end and try again.',
    exit: 1,
  },
  'worktree.unmovable': {
    when: 'A folder could not be moved into the trash.',
    remedy: 'End the programs that work in it, then try again.',
    exit: 1,
  },
  'worktree.unknownTrash': {
    when: 'The trash has no such entry.',
    remedy: '`git for-each-ref refs/tributary/trash` lists what is there.',
    exit: 1,
  },
} as const satisfies FailureKinds;
