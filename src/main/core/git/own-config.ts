import type { Kind, Memory } from '../memory.ts';
import { type ConfigSetting, configSettings } from './listings.ts';
import { configFingerprint, hasIncludes } from './neutral.ts';
import { runListing } from './run-git.ts';

/** Settings of a repository's own configuration, not the person's, in the order git gives them. */
export interface OwnConfig {
  readonly local: readonly ConfigSetting[];
  /** The same as `local` where worktrees have none of their own. */
  readonly worktree: readonly ConfigSetting[];
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
  const config = { local, worktree };
  if (hasIncludes(local) || hasIncludes(worktree)) known.delete(checkout);
  else known.set(checkout, { print, config });
  return config;
}

/** The last value of a key, which git gives in lower case; null where it is not set. */
export function lastValue(settings: readonly ConfigSetting[], key: string): string | null {
  return settings.findLast((known) => known.key === key && known.value !== null)?.value ?? null;
}

function readLevel(checkout: string, level: string): Promise<ConfigSetting[]> {
  return runListing(configSettings(level, '--includes', '--list'), {
    cwd: checkout,
    expect: [0, 1, 128],
  });
}
