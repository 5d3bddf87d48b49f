import { CoreFailure, type PlainCode } from '../failure.ts';
import { withoutSecrets } from './without-secrets.ts';

interface Known {
  readonly pattern: RegExp;
  readonly code: PlainCode;
  readonly message: (match: RegExpExecArray, cwd: string) => string;
}

/** The first match wins. git's messages are stable under `LC_ALL=C`. */
const KNOWN: readonly Known[] = [
  {
    pattern: /detected dubious ownership in repository at '(.*)'/,
    code: 'git.dubiousOwnership',
    message: ([, path], cwd) => `git refuses ${path ?? cwd}: the folder belongs to another user.`,
  },
  {
    pattern: /not a git repository/,
    code: 'project.notARepository',
    message: (_match, cwd) => `${cwd} is not in a git repository.`,
  },
  {
    pattern: /Unable to create '(.*\.lock)': File exists/,
    code: 'git.locked',
    message: ([, path], cwd) => `Another git process works in ${cwd} (${path} exists).`,
  },
  {
    pattern: /No space left on device/,
    code: 'git.diskFull',
    message: (_match, cwd) => `The disk of ${cwd} is full.`,
  },
  {
    pattern: /Permission denied|Read-only file system|insufficient permission/,
    code: 'git.readOnly',
    message: (_match, cwd) => `git may not write in ${cwd}.`,
  },
  {
    pattern:
      /Please tell me who you are|unable to auto-detect email address|empty ident name|no email was given|no name was given/,
    code: 'git.noIdentity',
    message: (_match, cwd) => `git does not know who commits in ${cwd}.`,
  },
  {
    pattern: /refusing to merge unrelated histories/,
    code: 'merge.unrelatedHistories',
    message: () => 'The branches share no commit.',
  },
  {
    pattern:
      /unable to read (?:blob object|tree|commit) |bad object |missing (?:blob|tree|commit) /,
    code: 'git.missingObjects',
    message: (_match, cwd) =>
      `Objects that this needs are not in ${cwd}: it is a partial clone, or damaged.`,
  },
  {
    pattern: /is at [0-9a-f]+ but expected|reference already exists|unable to resolve reference/,
    code: 'git.refMoved',
    message: (_match, cwd) => `A branch of ${cwd} moved in the meantime.`,
  },
];

const STDERR_SHOWN = 2_000;

export interface FailedGit {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly code: number | null;
  readonly stderr: string;
}

/** The failure for a git process that exited with an unexpected code. */
export function gitFailure(failed: FailedGit): CoreFailure {
  const { args, cwd, code } = failed;
  const stderr = failed.stderr.trim().slice(0, STDERR_SHOWN);
  const data = { command: ['git', ...args], cwd, exitCode: code, stderr };
  for (const known of KNOWN) {
    const match = known.pattern.exec(stderr);
    if (!match) continue;
    const message = known.message(match, cwd);
    return new CoreFailure({ code: known.code, message, data });
  }
  return new CoreFailure({
    code: 'git.failed',
    message: `git ${args[0] ?? ''} failed in ${cwd}: ${stderr || `exit ${code}`}`,
    remedy: `Look at the message of git. The command was: ${withoutSecrets(['git', ...args.map(quoted)].join(' '))}`,
    data,
  });
}

/** A word quoted for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./^~{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
