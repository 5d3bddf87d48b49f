import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import watcher from '@parcel/watcher';

/** Milliseconds of quiet before a change is told: editors and git write in bursts. */
const QUIET = 300;
/** Milliseconds between looks at git's own few files; no process is started for it. */
const LOOK = 700;
/** More files than this at once are told as "anything". */
const MANY = 200;

const IGNORED = ['**/node_modules/**', '**/.git/**', '**/dist/**', '**/build/**', '**/target/**'];

/** Files and folders that may have changed, relative to the worktree; null: anything may have, HEAD too. */
export type ChangeHint = ReadonlySet<string> | null;

/**
 * Calls back after something in a worktree, or its HEAD or index, may have changed. A hint, not a truth: the caller
 * asks git. Where files cannot be watched (no watches left), commits are still noticed.
 */
export function watchWorktree(path: string, changed: (hint: ChangeHint) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let hint: Set<string> | null = new Set();
  const soon = (paths: readonly string[] | null) => {
    if (stopped) return;
    for (const each of paths ?? []) hint?.add(each);
    if (paths === null || (hint?.size ?? 0) > MANY) hint = null;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const told = hint;
      hint = new Set();
      changed(told);
    }, QUIET);
  };
  const subscription = watcher
    .subscribe(path, (error, events) => soon(error ? null : namesOf(path, events)), {
      ignore: IGNORED,
    })
    .catch(() => null);
  // What changed until the watching began is not told by it.
  subscription.then(() => soon(null));
  let last: Promise<string> = gitFiles(path);
  const look = setInterval(async () => {
    const before = last;
    last = gitFiles(path);
    if ((await before) !== (await last)) soon(null);
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

/** Null where a change reaches further than its own file: what git ignores and how it reads files. */
function namesOf(path: string, events: readonly { readonly path: string }[]): string[] | null {
  const names = events.map((event) => relative(path, event.path).split(sep).join('/'));
  const reaching = names.some(
    (name) => name === '' || /(^|\/)\.git(ignore|attributes)$/.test(name),
  );
  return reaching ? null : names;
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
