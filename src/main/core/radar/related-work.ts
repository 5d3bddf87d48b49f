import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import { changedPaths } from '../merge/merged-files.ts';

/** The separate changes of two commits with common history. */
export interface ApartWork {
  /** Their merge base. */
  readonly base: string;
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
}

/** By the two commits, which never change. */
const APART: Kind<{ readonly work: ApartWork | null }> = { most: 500 };

/**
 * The files that two agents of one chain changed since one was cut from the other, or both from a third: inherited
 * changes are no overlap. Null when one of them has changed nothing since.
 */
export async function workApart(
  shadow: Shadow,
  ours: string,
  theirs: string,
): Promise<ApartWork | null> {
  const known = shadow.memory.of(APART);
  const key = `${ours} ${theirs}`;
  const before = known.get(key);
  if (before) return before.work;
  const args = ['merge-base', ours, theirs];
  const { stdout } = await shadow.git(args, { reads: true, expect: [0, 1] });
  const base = stdout.trim();
  const paths = async (commit: string) =>
    new Set((await changedPaths(shadow, base, commit)).map(({ path }) => path));
  const apart =
    base === '' || base === ours || base === theirs
      ? null
      : { base, ours: await paths(ours), theirs: await paths(theirs) };
  known.set(key, { work: apart });
  return apart;
}

/** By the two commits, which never change. */
const BETWEEN: Kind<ReadonlySet<string>> = { most: 500 };

/** The files that differ between two bases: they were changed by landed phases, not by either agent. */
export async function landedBetween(
  shadow: Shadow,
  one: string,
  other: string,
): Promise<ReadonlySet<string>> {
  if (one === other) return new Set();
  const between = shadow.memory.of(BETWEEN);
  const key = `${one} ${other}`;
  const before = between.get(key);
  if (before) return before;
  const files = new Set((await changedPaths(shadow, one, other)).map(({ path }) => path));
  between.set(key, files);
  return files;
}
