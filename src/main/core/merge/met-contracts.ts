import type { ContractRule, ContractRules } from '../contracts/contract-rules.ts';
import { changedFiles } from '../git/diff-listings.ts';
import type { TreeEntry } from '../git/entry-listings.ts';
import type { TreeConflict, TreeMerge } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';
import { entriesAt } from './merge-tree.ts';
import { STAGE } from './resolutions.ts';

/** The two merged commits and the rules that say which files are contracts. */
export interface MetSides {
  readonly rules: ContractRules;
  readonly ours: string;
  readonly theirs: string;
  /** Files that at least one side changed. */
  readonly changed: Iterable<string>;
}

/** The versions of one contract that both sides changed. */
export interface Met {
  readonly path: string;
  readonly rule: ContractRule;
  readonly base: TreeEntry | null;
  /** Versions in the other merge bases, if the sides were merged with each other before. */
  readonly otherBases: readonly (TreeEntry | null)[];
  readonly ours: TreeEntry;
  readonly theirs: TreeEntry;
  /** git's conflict in this file, if any. */
  readonly conflict: TreeConflict | null;
}

const REGULAR = '100';
/** Conflict kinds about content, which a structural merge may resolve. */
const CONTENT = new Set(['contents', 'add/add']);

/** Contracts that both sides changed since their merge base. */
export async function metContracts(
  shadow: Shadow,
  merge: TreeMerge,
  sides: MetSides,
): Promise<Met[]> {
  const { rules } = sides;
  const byPath = new Map(merge.conflicts.map((conflict) => [conflict.path, conflict]));
  const ruled = [...new Set([...sides.changed, ...byPath.keys()])].flatMap((path) => {
    const rule = rules.of(path);
    return rule && rule.policy !== 'text' ? [{ path, rule }] : [];
  });
  const inConflict = ruled.flatMap(({ path, rule }): Met[] => {
    const conflict = byPath.get(path);
    const ours = conflict?.stages.get(STAGE.ours);
    const theirs = conflict?.stages.get(STAGE.theirs);
    if (!conflict || !ours || !theirs || !CONTENT.has(conflict.kind)) return [];
    const base = conflict.stages.get(STAGE.base) ?? null;
    return [{ path, rule, base, otherBases: [], ours, theirs, conflict }];
  });
  const others = ruled.filter(({ path }) => !byPath.has(path));
  const clean = others.length === 0 ? [] : await cleanContracts(shadow, others, sides);
  return [...inConflict, ...clean].filter(
    ({ base, ours, theirs }) =>
      [base ?? ours, ours, theirs].every(({ mode }) => mode.startsWith(REGULAR)) &&
      ours.oid !== theirs.oid &&
      ours.oid !== base?.oid &&
      theirs.oid !== base?.oid,
  );
}

async function cleanContracts(
  shadow: Shadow,
  ruled: readonly { readonly path: string; readonly rule: ContractRule }[],
  { ours, theirs }: MetSides,
): Promise<Met[]> {
  const { stdout } = await shadow.git(['merge-base', '--all', ours, theirs], {
    reads: true,
    expect: [0, 1],
  });
  const bases = stdout.split('\n').filter((line) => line !== '');
  if (bases.length === 0) return [];
  const paths = ruled.map(({ path }) => path);
  const [own, other, ...before] = await Promise.all(
    [ours, theirs, ...bases].map((commit) => entriesAt(shadow, commit, paths)),
  );
  const moved = { ours: own, theirs: other, base: before[0] };
  const renamed = await renamedContracts(shadow, ruled, {
    ...moved,
    commits: [bases[0], ours, theirs],
  });
  const kept = ruled.flatMap(({ path, rule }): Met[] => {
    const [mine, others] = [own?.get(path), other?.get(path)];
    if (!mine || !others) return [];
    const [base = null, ...otherBases] = before.map((entries) => entries.get(path) ?? null);
    return [{ path, rule, base, otherBases, ours: mine, theirs: others, conflict: null }];
  });
  return [...kept, ...renamed];
}

type Entries = ReadonlyMap<string, TreeEntry> | undefined;

/** Contracts that one side renamed while the other changed them under the old name. */
async function renamedContracts(
  shadow: Shadow,
  ruled: readonly { readonly path: string; readonly rule: ContractRule }[],
  {
    base,
    ours,
    theirs,
    commits,
  }: {
    readonly base: Entries;
    readonly ours: Entries;
    readonly theirs: Entries;
    readonly commits: readonly [string | undefined, string, string];
  },
): Promise<Met[]> {
  const [before, own, other] = commits;
  const met: Met[] = [];
  for (const [name, renamer, follower] of [
    ['ours', own, other],
    ['theirs', other, own],
  ] as const) {
    const [mine, others] = name === 'ours' ? [ours, theirs] : [theirs, ours];
    const fresh = ruled.filter(
      ({ path }) => mine?.has(path) && !others?.has(path) && !base?.has(path),
    );
    if (fresh.length === 0 || before === undefined) continue;
    const sources = await renamesIn(shadow, before, renamer);
    for (const { path, rule } of fresh) {
      const source = sources.get(path);
      const entry = mine?.get(path);
      if (source === undefined || !entry) continue;
      const [old, changed] = await Promise.all(
        [before, follower].map(async (commit) =>
          (await entriesAt(shadow, commit, [source])).get(source),
        ),
      );
      if (!old || !changed) continue;
      const [o, t] = name === 'ours' ? [entry, changed] : [changed, entry];
      met.push({ path, rule, base: old, otherBases: [], ours: o, theirs: t, conflict: null });
    }
  }
  return met;
}

/** Maps new paths to old paths, for files that git detects as renamed. */
async function renamesIn(
  shadow: Shadow,
  before: string,
  after: string,
): Promise<ReadonlyMap<string, string>> {
  const args = ['-r', '-M', '--diff-filter=R', '--end-of-options', before, after, '--'];
  const renames = await shadow.list(changedFiles('diff-tree', ...args));
  return new Map(renames.map(({ path, from }) => [path, from ?? '']));
}
