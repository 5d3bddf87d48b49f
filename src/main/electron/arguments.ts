import { resolve } from 'node:path';

/** What a start of the desktop app was asked for. */
export interface Arguments {
  /** Absolute; null for none. */
  readonly project: string | null;
  /** Names the app's own Chromium profile; processes of different instances know nothing of each other. */
  readonly instance: string;
  /** A `tributary:` address that the system handed over. */
  readonly link: string | null;
}

const INSTANCE = /^[a-z0-9-]{1,40}$/;

/**
 * Reads `--project=<path>`, `--instance=<name>` and an address. A bare path counts in a packaged app alone: started from
 * its sources, the first one is the app's own folder, and tools put flags of their own around it.
 */
export function readArguments(
  argv: readonly string[],
  start: { readonly packaged: boolean; readonly cwd: string },
): Arguments {
  const words = argv.slice(1);
  const link = words.find((word) => word.startsWith('tributary:')) ?? null;
  const bare = words.find((word) => !word.startsWith('-') && word !== link);
  const project = flagValue(words, 'project') ?? (start.packaged ? bare : undefined);
  const instance = flagValue(words, 'instance');
  return {
    project: project ? resolve(start.cwd, project) : null,
    instance: instance && INSTANCE.test(instance) ? instance : 'main',
    link,
  };
}

/** The value of `--name=value`; undefined where it is absent or empty. */
function flagValue(words: readonly string[], name: string): string | undefined {
  const flag = `--${name}=`;
  return words.find((word) => word.startsWith(flag))?.slice(flag.length) || undefined;
}
