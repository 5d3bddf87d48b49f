import type { FailureKinds } from './failure-kind.ts';

/** Failures of a command as such, whatever it works on. */
export const commandLineFailures = {
  'cli.words': {
    when: 'The command line has words, options or values that the command does not take.',
    remedy: 'See --help.',
    exit: 2,
  },
  cancelled: {
    when: 'The command was cancelled.',
    remedy: '',
    exit: 1,
  },
  unexpected: {
    when: 'A bug in Tributary.',
    remedy: 'Please report this.',
  },
  'contracts.notRead': {
    when: 'A file to merge or compare cannot be read.',
    remedy: 'Name a file that exists, or /dev/null for a version that does not.',
  },
  'contracts.notComparable': {
    when: 'One of two contracts has no meaning to compare, e.g. for an error in its syntax.',
    remedy: '"contracts check" says what is wrong with a file; git diff shows the lines.',
    exit: 1,
  },
  'server.portTaken': {
    when: 'The port for the browser is in use, or not allowed.',
    remedy: 'Choose another with --port, or leave it out.',
  },
  'demo.unavailable': {
    when: 'The files of the demo are missing from the installation.',
    remedy: 'Install Tributary again.',
  },
} as const satisfies FailureKinds;
