import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import watcher from '@parcel/watcher';

/** Milliseconds of quiet before a change is told: editors and git write in bursts. */
const QUIET = 300;
/** Milliseconds between looks at git's own few files; no process is started for it. */
const LOOK = 700;

const IGNORED = ['**/node_modules/**', '**/.git/**', '**/dist/**', '**/build/**', '**/target/**'];

/**
 * Calls back after something in a worktree, or its HEAD or index, may have changed. A hint, not a truth: the caller
 * asks git. Where files cannot be watched (no watches left), commits are still noticed.
 */
export function watchWorktree(path: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const soon = () => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET);
  };
  const subscription = watcher
    .subscribe(path, (error) => (error ? undefined : soon()), { ignore: IGNORED })
    .catch(() => null);
  // What changed until the watching began is not told by it.
  subscription.then(soon);
  let last: Promise<string> = gitFiles(path);
  const look = setInterval(async () => {
    const before = last;
    last = gitFiles(path);
    if ((await before) !== (await last)) soon();
  }, LOOK);
  look.unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(look);
    // The folder may be gone: then there is nothing to unsubscribe.
    subscription.then((active) => active?.unsubscribe()).catch(() => undefined);
  };
}

/** Changes whenever a commit, a checkout or an add happened in the worktree. */
async function gitFiles(path: string): Promise<string> {
  const pointer = await readFile(join(path, '.git'), 'utf8').catch(() => null);
  if (pointer === null) return 'gone';
  const folder = resolve(path, pointer.replace(/^gitdir: /, '').trimEnd());
  const stamps = await Promise.all(
    ['HEAD', 'index', 'logs/HEAD'].map(async (name) => {
      const info = await stat(join(folder, name)).catch(() => null);
      return info ? `${info.mtimeMs}:${info.size}` : '-';
    }),
  );
  return stamps.join(' ');
}
