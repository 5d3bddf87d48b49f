import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { readHead } from '../git/repository.ts';
import type { Kind } from '../memory.ts';
import { type History, readHistory } from './commit-history.ts';
import { type Folder, folderTree } from './folder-tree.ts';
import { readRecords } from './lines-of-git.ts';
import { type RoleScope, scopesOf } from './scopes.ts';

/** Most files read; a larger repository is judged by its first files. */
const MOST_FILES = 400_000;
const WITHIN_MS = 900;

/** A command or skill of the repository that a prompt can call by name. */
export type CallKind = 'command' | 'skill';

/** Facts about a repository from its tracked files and latest commits. Nothing of it is run. */
export interface RepositoryFacts {
  readonly paths: readonly string[];
  /** Whether all tracked files were read. */
  readonly complete: boolean;
  readonly top: Folder;
  readonly history: History;
  readonly calls: ReadonlyMap<string, CallKind>;
  readonly scopeOf: (role: string) => RoleScope;
}

/** The app's own files are in nobody's scope. */
const OWN = ['plans/', '.tributary/'];
const COMMAND = /^\.claude\/commands\/(?:.*\/)?([\w:.-]+)\.md$/;
const SKILL = /^\.claude\/skills\/([\w:.-]+)\/SKILL\.md$/;

interface Known {
  readonly print: string;
  readonly facts: Promise<RepositoryFacts>;
}

const FACTS: Kind<Known> = { most: 1 };

/** Reads a repository; returns the previous result while its index and HEAD are unchanged. */
export async function repositoryFacts(
  repo: Pick<Repository, 'path' | 'commonDir' | 'memory'>,
): Promise<RepositoryFacts> {
  const [index, head] = await Promise.all([
    stat(join(repo.commonDir, 'index')).catch(() => null),
    readHead(repo.path),
  ]);
  const print = `${head.oid} ${index?.mtimeMs} ${index?.size} ${index?.ino}`;
  const known = repo.memory.of(FACTS);
  const before = known.get(repo.path);
  if (before?.print === print) return before.facts;
  const facts = read(repo.path);
  known.set(repo.path, { print, facts });
  return facts;
}

async function read(checkout: string): Promise<RepositoryFacts> {
  const [listed, history] = await Promise.all([
    readRecords(['ls-files', '-z', '--full-name', ':/'], checkout, {
      most: MOST_FILES,
      withinMs: WITHIN_MS,
    }),
    readHistory(checkout),
  ]);
  // A file in conflict is listed once per version.
  const all = listed.records.filter((path, index) => path !== listed.records[index - 1]);
  const paths = all.filter((path) => !OWN.some((folder) => path.startsWith(folder)));
  const top = await folderTree(paths);
  return {
    paths,
    complete: listed.complete,
    top,
    history,
    calls: callsOf(all),
    scopeOf: scopesOf(top, history),
  };
}

/**
 * Only tracked commands and skills are also in the worktrees of agents; those in a person's home folder are not the
 * repository's.
 */
function callsOf(paths: readonly string[]): ReadonlyMap<string, CallKind> {
  const calls = new Map<string, CallKind>();
  for (const path of paths) {
    if (!path.startsWith('.claude/')) continue;
    const command = COMMAND.exec(path)?.[1];
    if (command !== undefined) calls.set(command, 'command');
    const skill = SKILL.exec(path)?.[1];
    if (skill !== undefined && !calls.has(skill)) calls.set(skill, 'skill');
  }
  return calls;
}
