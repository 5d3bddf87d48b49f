import type { Kind, Memory } from '../memory.ts';
import { type ConfigSetting, configSettings } from './listings.ts';
import { configFingerprint, hasIncludes } from './neutral.ts';
import { runListing } from './run-git.ts';

/** The settings of a repository's own configuration (not the user's), in git's order. */
export interface OwnConfig {
  readonly local: readonly ConfigSetting[];
  /** Same as `local` when worktrees have no configuration of their own. */
  readonly worktree: readonly ConfigSetting[];
}

interface Known {
  readonly print: string;
  readonly config: OwnConfig;
}

/** By folder; as many as there may be worktrees. */
const CONFIGS: Kind<Known> = { most: 200 };

/**
 * The configuration of the repository of `checkout`, including files it includes. Cached until the files change; not
 * cached when other files are included, because those are not watched.
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

/** The last value of a key (lower case, as git prints it); null when it is not set. */
export function lastValue(settings: readonly ConfigSetting[], key: string): string | null {
  return settings.findLast((known) => known.key === key && known.value !== null)?.value ?? null;
}

function readLevel(checkout: string, level: string): Promise<ConfigSetting[]> {
  return runListing(configSettings(level, '--includes', '--list'), {
    cwd: checkout,
    expect: [0, 1, 128],
  });
}
