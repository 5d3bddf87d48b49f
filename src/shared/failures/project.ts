import type { FailureKinds } from './failure-kind.ts';

/** Failures of opening a repository, and of its files and settings. */
export const projectFailures = {
  'project.notARepository': {
    when: 'The folder is in no git repository, or is not there.',
    remedy: 'Choose a folder that holds one, or run `git init` and make a first commit.',
  },
  'project.noFolder': {
    when: 'What is to be opened is not a folder, or is not there.',
    remedy: 'Give the folder of a git repository, or a plan in it.',
  },
  'project.bare': {
    when: 'The repository is bare: it has no main checkout.',
    remedy: 'Clone it with a work tree and open that.',
  },
  'project.noCommit': {
    when: 'The repository has no commit yet.',
    remedy: 'Make a first commit: worktrees are cut from one.',
  },
  'trust.required': {
    when: 'The work would run programs of the repository, which is not trusted yet.',
    remedy: 'Read the list; then run "tributary trust --accept {hash}".',
    exit: 1,
  },
  'trust.changed': {
    when: 'What the repository would run changed since the hash to accept was shown.',
    remedy: 'Look at the list again with "trust --show" and accept its hash.',
    exit: 1,
  },
  'config.broken': {
    when: '`.tributary/config.yaml` has an error.',
    remedy: 'Correct the file at this place. Nothing was changed.',
    exit: 1,
  },
  'config.notWritten': {
    when: '`.tributary/config.yaml` could not be written.',
    remedy: 'Check that the folder can be written. The file is as it was.',
  },
  'file.linked': {
    when: 'A file or folder to write is a link that leads elsewhere.',
    remedy: 'Remove the link, or put a copy of what it stands for in its place.',
    exit: 1,
  },
  'file.noFolder': {
    when: 'A file has the name of a folder that is needed.',
    remedy: 'Rename the file {path} or move it elsewhere.',
    exit: 1,
  },
  'disk.notWritten': {
    when: 'A file could not be read or written: the disk is full or read-only, or access is denied.',
    remedy: 'Free some space, or check the owner and the permissions of this path.',
  },
  'home.unusable': {
    when: 'The folder of settings cannot be made or written.',
    remedy: 'Make it a folder that you may write to, or name another one by TRIBUTARY_HOME.',
  },
  'program.batchFile': {
    when: 'A program to start is a batch file of Windows.',
    remedy: 'Name the program behind it (an .exe) in the settings instead.',
  },
} as const satisfies FailureKinds;
