import type { Kind, Memory } from '../memory.ts';
import { configFingerprint, hasIncludes } from './neutral.ts';
import { runGit } from './run-git.ts';

/** Settings of a repository's own configuration, not the person's: `key\nvalue`, in the order git gives them. */
export interface OwnConfig {
  readonly local: readonly string[];
  /** The same as `local` where worktrees have none of their own. */
  readonly worktree: readonly string[];
}

interface Known {
  readonly print: string;
  readonly config: OwnConfig;
}

/** By folder: as many as there are worktrees. */
const CONFIGS: Kind<Known> = { most: 200 };

/**
 * The configuration of the repository around `checkout`, files that it includes followed. Git is asked again only after
 * the files were written, or always where others are included: those are not looked at.
 */
export async function readOwnConfig(checkout: string, memory: Memory): Promise<OwnConfig> {
  const known = memory.of(CONFIGS);
  const print = await configFingerprint(checkout);
  const before = known.get(checkout);
  if (before && before.print === print) return before.config;
  const [local, worktree] = await Promise.all([
    readLevel(checkout, '--local'),
    readLevel(checkout, '--worktree'),
  ]);
  const config = { local: fields(local), worktree: fields(worktree) };
  if (hasIncludes(local) || hasIncludes(worktree)) known.delete(checkout);
  else known.set(checkout, { print, config });
  return config;
}

/** The last value of a key, which git gives in lower case; null where it is not set. */
export function lastValue(settings: readonly string[], key: string): string | null {
  const found = settings.findLast((line) => line.startsWith(`${key}\n`));
  return found === undefined ? null : found.slice(key.length + 1);
}

async function readLevel(checkout: string, level: string): Promise<string> {
  const args = ['config', level, '--includes', '--null', '--list'];
  const { stdout } = await runGit(args, { cwd: checkout, expect: [0, 1, 128], reads: true });
  return stdout;
}

function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}
