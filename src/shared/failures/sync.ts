import type { FailureKinds } from './failure-kind.ts';

/** Failures of sync points, of settling their conflicts, of reviews, and of finishing the feature. */
export const syncFailures = {
  'sync.unknown': {
    when: 'The plan has no such sync point.',
    remedy: 'Name a sync point of the plan.',
    exit: 2,
  },
  'sync.unknownAgent': {
    when: 'An agent to leave out is not merged by the sync point.',
    remedy: 'Name an agent that the sync point merges.',
    exit: 2,
  },
  'sync.unknownItem': {
    when: 'The checklist of the sync point has no such item.',
    remedy: 'Name an item of its checklist.',
    exit: 1,
  },
  'sync.notStarted': {
    when: 'No phase of the feature was started yet.',
    remedy: 'Start the first phase.',
    exit: 1,
  },
  'sync.noFeatureBranch': {
    when: 'The feature branch does not exist.',
    remedy: 'Start the first phase, which cuts it.',
    exit: 1,
  },
  'sync.carried': {
    when: 'An agent to leave out is in the branch of another that continues from it.',
    remedy: 'Leave out "{carriedBy}" too, or neither of them.',
    exit: 1,
  },
  'sync.landed': {
    when: 'The sync point has landed already.',
    remedy: 'Undo it first to merge again.',
    exit: 1,
  },
  'sync.notLanded': {
    when: 'The sync point has not landed.',
    remedy: 'Merge it first.',
    exit: 1,
  },
  'sync.busy': {
    when: 'Another merge is under way in the repository.',
    remedy: 'Wait until it is done.',
    exit: 1,
  },
  'sync.leftovers': {
    when: 'Uncommitted work of an agent cannot be committed from here.',
    remedy: 'Commit it in that worktree yourself, then merge again.',
    exit: 1,
  },
  'sync.noFix': {
    when: 'There is no fix on top of the merge whose verification failed.',
    remedy:
      'Merge without the fix; when verification fails, commit in the integration worktree and merge with it.',
    exit: 1,
  },
  'resolve.gone': {
    when: 'The conflict is not part of the merge any more.',
    remedy: 'Look at the list again: a branch has moved on since.',
    exit: 1,
  },
  'resolve.markersLeft': {
    when: 'A text that is to settle a conflict has a conflict marker.',
    remedy: 'Settle that place too, or take the line out.',
    exit: 1,
  },
  'resolve.syntax': {
    when: 'A text that is to settle a conflict has an error in its syntax.',
    remedy: 'Correct it, or accept it as it is.',
    exit: 1,
  },
  'resolve.tooLarge': {
    when: 'A text that is to settle a conflict is too large.',
    remedy: 'Settle this file in an agent’s worktree with git, and merge again.',
    exit: 1,
  },
  'resolve.notText': {
    when: 'A conflict of a link or a submodule is to be settled by text.',
    remedy: 'Take one of its versions whole.',
    exit: 1,
  },
  'resolve.nothingToAsk': {
    when: 'No open conflict is one of text, so an agent has nothing to propose.',
    remedy: 'Settle the others by taking one version whole.',
    exit: 1,
  },
  'review.notStarted': {
    when: 'The agent to review has no branch yet.',
    remedy: 'Start the agent, or its phase.',
    exit: 1,
  },
  'review.unchanged': {
    when: 'The file does not differ any more.',
    remedy: 'Look at the list of files again.',
    exit: 1,
  },
  'review.noComments': {
    when: 'The review has no comment to send.',
    remedy: 'Write one beside a line first.',
    exit: 1,
  },
  'finish.notStarted': {
    when: 'Nothing of the feature was started yet.',
    remedy: 'Start the first phase.',
    exit: 1,
  },
  'finish.notYet': {
    when: 'The feature cannot be merged into its base yet.',
    remedy: 'See "finish show" for what stands.',
    exit: 1,
  },
  'finish.noRemote': {
    when: 'The repository has no remote to push to, or several and none named origin.',
    remedy: 'Add one with "git remote add origin <url>", or merge into the base here.',
    exit: 1,
  },
  'finish.pushFailed': {
    when: 'The remote did not take the branch.',
    remedy: 'Fetch and look at the branch on the remote, then push again. Nothing is ever forced.',
    exit: 1,
  },
  'finish.noGh': {
    when: 'gh is not installed, or nobody is signed in with it.',
    remedy: 'Push, then open it on the page of the remote.',
    exit: 1,
  },
  'finish.pullRequestFailed': {
    when: 'gh did not open the pull request.',
    remedy: 'Do what gh says, or open the pull request on the page of the remote.',
  },
} as const satisfies FailureKinds;
