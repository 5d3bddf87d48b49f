import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import watcher from '@parcel/watcher';
import { Limit } from '../git/limit.ts';

/** Milliseconds of quiet before a change is reported: editors and git write in bursts. */
const QUIET = 300;
/** Milliseconds between checks of git's files where the file system sends no events (network file systems). */
const LOOK = 5_000;
/** More changed files than this are reported as "anything". */
const MANY = 200;

/** Names of generated folders. */
const IGNORED: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', 'build', 'target']);

/** One worktree at a time: scanning one occupies a thread of the file-system pool. */
const subscribing = new Limit(1);

/** Files and folders that may have changed, relative to the worktree; null: anything may have, including HEAD. */
export type ChangeHint = ReadonlySet<string> | null;

/**
 * Calls back after something in a worktree, or its HEAD or index, may have changed. Only a hint: the caller asks git.
 * Where files cannot be watched (no watches left), commits are still noticed.
 */
export function watchWorktree(path: string, changed: (hint: ChangeHint) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let hint: Set<string> | null = new Set();
  const soon = (paths: readonly string[] | null) => {
    if (stopped || paths?.length === 0) return;
    for (const each of paths ?? []) hint?.add(each);
    if (paths === null || (hint?.size ?? 0) > MANY) hint = null;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const told = hint;
      hint = new Set();
      changed(told);
    }, QUIET);
  };
  const subscribe = () =>
    subscribing
      .run(async () => {
        const ignore = await ignoredFolders(path);
        if (stopped) return null;
        const told = (error: Error | null, events: readonly { readonly path: string }[]) =>
          soon(error ? null : namesOf(path, events));
        return watcher.subscribe(path, told, { ignore });
      })
      .catch(() => null);
  let subscription = subscribe();
  // Changes before the watcher was active are not reported.
  subscription.then(() => soon(null));
  // A missing folder is watched once it exists.
  const retry = setInterval(async () => {
    if ((await subscription) !== null || stopped || !(await isFolder(path))) return;
    subscription = subscribe();
    if ((await subscription) !== null) soon(null);
  }, LOOK).unref();
  const stopGitFiles = watchGitFiles(path, () => soon(null));
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(retry);
    stopGitFiles();
    // The folder may be gone; then there is nothing to unsubscribe.
    subscription.then((active) => active?.unsubscribe()).catch(() => undefined);
  };
}

/**
 * Folders to exclude from watching, as plain paths: patterns are matched against every file, which takes ten times as
 * long as finding the folders. In the root they count before they exist.
 */
async function ignoredFolders(path: string): Promise<string[]> {
  const found = [...IGNORED].map((name) => join(path, name));
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (!entry.isDirectory()) continue;
      const inner = join(folder, entry.name);
      if (IGNORED.has(entry.name)) found.push(inner);
      else folders.push(inner);
    }
  }
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => null);
  return info?.isDirectory() ?? false;
}

/** Null when a change affects more than its own file: what git ignores and how it reads files. */
function namesOf(path: string, events: readonly { readonly path: string }[]): string[] | null {
  const names = events
    .map((event) => relative(path, event.path).split(sep))
    // Created after the watcher started.
    .filter((parts) => !parts.some((part) => IGNORED.has(part)))
    .map((parts) => parts.join('/'));
  const reaching = names.some(
    (name) => name === '' || /(^|\/)\.git(ignore|attributes)$/.test(name),
  );
  return reaching ? null : names;
}

/** Calls back after a commit, checkout or add in the worktree. Returns the function that stops it. */
function watchGitFiles(path: string, changed: () => void): () => void {
  let stopped = false;
  let last = gitFiles(path);
  const look = async () => {
    const before = last;
    last = gitFiles(path);
    if ((await before) !== (await last) && !stopped) changed();
  };
  const timer = setInterval(look, LOOK).unref();
  const watchers: FSWatcher[] = [];
  gitFolder(path).then((folder) => {
    if (stopped || folder === null) return;
    // git replaces its files by renaming, so the folders must be watched.
    for (const each of [folder, join(folder, 'logs')]) {
      try {
        watchers.push(watch(each, { persistent: false }, look).on('error', () => undefined));
      } catch {
        // Missing, or no watches left: the timer polls.
      }
    }
  });
  return () => {
    stopped = true;
    clearInterval(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** The git directory of a linked worktree; null when it is none. */
async function gitFolder(path: string): Promise<string | null> {
  const pointer = await readFile(join(path, '.git'), 'utf8').catch(() => null);
  return pointer && resolve(path, pointer.replace(/^gitdir: /, '').trimEnd());
}

/** Changes whenever HEAD, its reflog or the index is written. */
async function gitFiles(path: string): Promise<string> {
  const folder = await gitFolder(path);
  if (folder === null) return 'gone';
  const stamps = await Promise.all(
    ['HEAD', 'index', 'logs/HEAD'].map(async (name) => {
      const info = await stat(join(folder, name)).catch(() => null);
      return info ? `${info.mtimeMs}:${info.size}` : '-';
    }),
  );
  return stamps.join(' ');
}
