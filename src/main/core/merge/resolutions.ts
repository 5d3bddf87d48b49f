import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { contractChoice } from '../../../shared/contract/contracts.ts';
import type { TreeConflict } from '../git/merge-output.ts';
import { type Repository, stateFolder } from '../git/repository.ts';

const SIDES = ['base', 'ours', 'theirs'] as const;
export type SideName = (typeof SIDES)[number];

/** git's index stage of each version. */
export const STAGE: Readonly<Record<SideName, number>> = { base: 1, ours: 2, theirs: 3 };

const settled = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('side'), side: z.enum(SIDES) }),
  z.object({ kind: z.literal('text'), text: z.string() }),
]);

const record = z.object({
  v: z.literal(1),
  path: z.string(),
  kind: z.string(),
  /** The resolution; null while there is only a draft. */
  answer: settled.nullable(),
  by: z.enum(['person', 'session']),
  /** Milliseconds since the epoch. */
  at: z.number(),
  draft: z.string().nullable(),
  /** Choices inside a contract, by path. */
  choices: z.record(z.string(), contractChoice).optional(),
});
export type Resolution = z.infer<typeof record>;

/**
 * Identifies a conflict by its versions, so that the same conflict is recognised in every merge. A conflict without
 * versions (about a folder) is identified by the merged tree.
 */
export function conflictId({ path, kind, stages }: TreeConflict, tree: string): string {
  const versions = [1, 2, 3].map((stage) => {
    const entry = stages.get(stage);
    return entry ? `${entry.mode} ${entry.oid}` : null;
  });
  return createHash('sha256')
    .update(JSON.stringify([path, kind, stages.size > 0 ? versions : tree]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * Stores the resolutions of a repository, one small file per conflict. They survive restarts and apply to every merge.
 */
export class Resolutions {
  readonly #folder: string;

  constructor(repo: Pick<Repository, 'commonDir'>) {
    this.#folder = join(stateFolder(repo), 'resolutions');
  }

  /** Null if there is no stored resolution or it cannot be read; the conflict then stays open. */
  async read(id: string): Promise<Resolution | null> {
    try {
      return record.parse(JSON.parse(await readFile(this.#file(id), 'utf8')));
    } catch {
      return null;
    }
  }

  /** Throws disk errors: a resolution that was not saved must not appear saved. */
  async write(id: string, resolution: Resolution): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#file(id), `${JSON.stringify(resolution)}\n`, { mode: 0o600 });
  }

  async forget(id: string): Promise<void> {
    await unlink(this.#file(id)).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'ENOENT') throw thrown;
    });
  }

  /** Whether any resolution is stored: most merges can skip the lookup. */
  async any(): Promise<boolean> {
    return (await readdir(this.#folder).catch(() => [])).length > 0;
  }

  /** Changes whenever a resolution is stored or deleted. */
  async revision(): Promise<string> {
    const info = await stat(this.#folder).catch(() => null);
    return info ? String(info.mtimeMs) : 'none';
  }

  #file(id: string): string {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new Error(`Invalid conflict id: ${id}`);
    return join(this.#folder, `${id}.json`);
  }
}
