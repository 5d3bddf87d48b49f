import type { FailureKinds } from './failure-kind.ts';

/** Failures of git itself. */
export const gitFailures = {
  'git.notFound': {
    when: 'There is no git on the PATH.',
    remedy: 'Install git 2.38 or newer, or start the app with a PATH that holds it.',
  },
  'git.tooOld': {
    when: 'The git on the PATH is older than Tributary needs.',
    remedy: 'Update git, or put a newer one first on the PATH.',
  },
  'git.dubiousOwnership': {
    when: 'The repository belongs to another user, so git refuses it.',
    remedy:
      'If you trust it, run `git config --global --add safe.directory <the folder>` yourself, or change its owner.',
  },
  'git.locked': {
    when: 'Another git process holds a lock file of the repository, or left it behind.',
    remedy: 'Wait for it to end. When none runs any more, remove that file and try again.',
  },
  'git.busy': {
    when: 'Another Tributary process works in the repository.',
    remedy: 'Wait until it is done, or end it.',
  },
  'git.diskFull': {
    when: 'The disk of the repository is full.',
    remedy: 'Free some space and try again.',
  },
  'git.readOnly': {
    when: 'git or Tributary may not write in the repository.',
    remedy: 'Check the owner and the permissions of the folder and of its `.git`.',
  },
  'git.noIdentity': {
    when: 'git does not know who commits.',
    remedy: 'Run `git config --global user.name …` and `git config --global user.email …`.',
  },
  'git.missingObjects': {
    when: 'Objects are missing: the repository is a partial clone, or damaged.',
    remedy:
      'Fetch them with `git fetch --refetch --no-filter`, or check the repository with `git fsck`.',
  },
  'git.refMoved': {
    when: 'A branch moved while a command was about to move it.',
    remedy: 'Look at the branch and try again.',
  },
  'git.timedOut': {
    when: 'A git command did not end in time.',
    remedy: 'Check the disk and whether another program holds the repository, then try again.',
  },
  'git.failed': {
    when: 'git failed in a way that Tributary does not know.',
    remedy: 'Look at the message of git.',
  },
  'merge.unrelatedHistories': {
    when: 'The branches to merge share no commit.',
    remedy: 'Start the agent again from the feature branch, or leave it out.',
  },
} as const satisfies FailureKinds;
