import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import * as z from 'zod';
import type { ConflictList } from '../../../shared/contract/resolve.ts';
import { changedBetween } from '../git/history.ts';
import { isAncestor } from '../git/refs.ts';
import { stateFolder } from '../git/repository.ts';
import { readStatus } from '../git/status.ts';
import { JsonFile } from '../json-file.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { integrationPath } from '../worktree/names.ts';
import { hasMarkers } from './check-text.ts';

/** Key of the session that resolves conflicts; reserved, so that no agent can have it. */
export const RESOLVER = 'integration';

/** Largest text accepted as a proposal, in bytes. */
const LONGEST = 2_000_000;

const asked = z.object({
  sync: z.string(),
  /** The commit given to the session: the merge with conflict markers. */
  commit: z.string(),
  /** Conflicted files by conflict id. */
  files: z.record(z.string(), z.string()),
});
export type Asked = z.infer<typeof asked>;

/** File with the last request to a session, per feature. */
export function askedFile(project: ProjectContext, feature: string): JsonFile<Asked | null> {
  const path = join(stateFolder(project.repo), `resolving-${feature}.json`);
  return new JsonFile(path, { schema: asked.nullable(), empty: null });
}

export interface Proposals {
  readonly session: ConflictList['session'];
  /** Proposed texts by conflict id. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * What the asked session has done so far; empty when none was asked for this sync point, or the worktree has moved on.
 */
export async function readProposals(
  project: ProjectContext,
  feature: string,
  sync: string,
): Promise<Proposals> {
  const none = { session: null, texts: new Map<string, string>() };
  const known = await askedFile(project, feature).read();
  if (known?.sync !== sync) return none;
  const worktree = integrationPath(project.repo, await project.worktreeRoot());
  const status = await readStatus(worktree).catch(() => null);
  if (!status?.head || !(await isAncestor(project.repo, known.commit, status.head))) return none;
  const texts = new Map<string, string>();
  for (const [id, path] of Object.entries(known.files)) {
    const text = await readInside(worktree, path);
    if (text !== null && !hasMarkers(text)) texts.set(id, text);
  }
  const committed = await changedBetween(worktree, { base: known.commit, head: status.head });
  const touched = [...status.changed, ...status.untracked, ...committed.map(({ path }) => path)];
  const allowed = new Set(Object.values(known.files));
  const view = project.sessions
    .list(project.repo.id, feature)
    .find((session) => session.agent === RESOLVER);
  return {
    session: {
      view: view ?? null,
      proposed: [...texts.keys()],
      strayed: [...new Set(touched)].filter((path) => !allowed.has(path)).sort(),
    },
    texts,
  };
}

/** The text of a regular file; null when it is missing, large, binary, or a symbolic link. */
async function readInside(worktree: string, path: string): Promise<string | null> {
  const file = join(worktree, path);
  try {
    const folder = await realpath(dirname(file));
    if (folder !== worktree && !folder.startsWith(worktree + sep)) return null;
    const info = await lstat(file);
    if (!info.isFile() || info.size > LONGEST) return null;
    const bytes = await readFile(file);
    return bytes.includes(0) ? null : bytes.toString('utf8');
  } catch {
    return null;
  }
}
