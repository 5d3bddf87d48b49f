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

/** The session that resolves conflicts; the key is reserved, so that no agent of a plan has it. */
export const RESOLVER = 'integration';

/** Larger texts are not proposals, in bytes. */
const LONGEST = 2_000_000;

const asked = z.object({
  sync: z.string(),
  /** What the session found: everything merged, conflict markers in the files that it may change. */
  commit: z.string(),
  /** Conflicted files by the ids of their conflicts. */
  files: z.record(z.string(), z.string()),
});
export type Asked = z.infer<typeof asked>;

/** What a session was last asked to resolve, per feature. */
export function askedFile(project: ProjectContext, feature: string): JsonFile<Asked | null> {
  const path = join(stateFolder(project.repo), `resolving-${feature}.json`);
  return new JsonFile(path, { schema: asked.nullable(), empty: null });
}

export interface Proposals {
  readonly session: ConflictList['session'];
  /** Proposed texts by the ids of their conflicts. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What the asked session has done so far; nothing when none was asked for this sync point, or its place moved on. */
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

/** A plain file's text; null where it is missing, large, binary, or reached through a link. */
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
