import { resolve } from 'node:path';

/** The parsed arguments of the desktop app. */
export interface Arguments {
  /** Absolute path, or null. */
  readonly project: string | null;
  /** Selects the Chromium profile; processes of different instances are independent. */
  readonly instance: string;
  /** A `tributary:` URL passed by the system. */
  readonly link: string | null;
}

const INSTANCE = /^[a-z0-9-]{1,40}$/;

/**
 * Parses `--project=<path>`, `--instance=<name>` and a URL. A bare path counts only in a packaged app: started from
 * source, the first one is the app's own folder, and tools add flags around it.
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

/** The value of `--name=value`; undefined when missing or empty. */
function flagValue(words: readonly string[], name: string): string | undefined {
  const flag = `--${name}=`;
  return words.find((word) => word.startsWith(flag))?.slice(flag.length) || undefined;
}
