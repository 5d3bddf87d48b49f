import { checkWithin } from '../contracts/check-within.ts';
import type { ContractRule, ContractRules } from '../contracts/contract-rules.ts';
import { decideWithin } from '../contracts/decide.ts';
import { mergeContract } from '../contracts/merge.ts';
import { mergeWithGit } from '../contracts/text-merge.ts';
import type { ContractMerge } from '../contracts/types.ts';
import type { Shadow } from '../git/shadow.ts';
import {
  editTree,
  entriesAt,
  readBlob,
  type TreeConflict,
  type TreeEntry,
  type TreeMerge,
  writeBlob,
} from './merge-tree.ts';
import { STAGE } from './resolutions.ts';

/** A contract that both sides of a merge changed, and what became of it. */
export interface MergedContract extends Omit<ContractMerge, 'bytes'> {
  readonly path: string;
  readonly rule: ContractRule;
}

interface Sides {
  readonly rules: ContractRules;
  /** The two commits that were merged. */
  readonly ours: string;
  readonly theirs: string;
  /** Files that one of them changed, at least. */
  readonly changed: Iterable<string>;
}

/** The versions of one contract that met. */
interface Met {
  readonly path: string;
  readonly rule: ContractRule;
  readonly base: TreeEntry | null;
  readonly ours: TreeEntry;
  readonly theirs: TreeEntry;
  /** What git said of it, if anything. */
  readonly conflict: TreeConflict | null;
}

const REGULAR = '100';
/** Conflicts that are about content, which structure may settle. */
const CONTENT = new Set(['contents', 'add/add']);

/**
 * A merge of trees with the contracts in it merged by meaning: conflicts of lines that are none are gone, and what
 * lines cannot see is in conflict. What structure cannot say for certain stays as git merged it.
 */
export async function withContracts(
  shadow: Shadow,
  merge: TreeMerge,
  sides: Sides,
): Promise<{ readonly merge: TreeMerge; readonly contracts: readonly MergedContract[] }> {
  const met = await metContracts(shadow, merge, sides);
  if (met.length === 0) return { merge, contracts: [] };
  const edits = new Map<string, TreeEntry | null>();
  const settled = new Set<string>();
  const fresh: TreeConflict[] = [];
  const contracts: MergedContract[] = [];
  for (const one of met) {
    const { oid, ...merged } = await mergeMet(shadow, one);
    contracts.push({ ...merged, path: one.path, rule: one.rule });
    if (merged.method !== 'structure') continue;
    const mode = one.conflict ? one.ours.mode : await modeAt(shadow, merge.tree, one);
    if (merged.outcome === 'clean') {
      edits.set(one.path, { mode, oid });
      settled.add(one.path);
    } else if (!one.conflict) {
      edits.set(one.path, { mode, oid: await named(shadow, oid, sides) });
      fresh.push(asConflict(one));
    }
  }
  return {
    merge: {
      tree: await editTree(shadow, merge.tree, edits),
      conflicts: [...merge.conflicts.filter(({ path }) => !settled.has(path)), ...fresh],
    },
    contracts,
  };
}

/** Contracts that both sides changed since the version that both started from. */
async function metContracts(shadow: Shadow, merge: TreeMerge, sides: Sides): Promise<Met[]> {
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
    return [{ path, rule, base: conflict.stages.get(STAGE.base) ?? null, ours, theirs, conflict }];
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
  { ours, theirs }: Sides,
): Promise<Met[]> {
  const { stdout } = await shadow.git(['merge-base', '--all', ours, theirs], {
    reads: true,
    expect: [0, 1],
  });
  const bases = stdout.split('\n').filter((line) => line !== '');
  // Of several, git merges the bases first: what it made of that is nowhere to be had.
  const [base] = bases;
  if (base === undefined || bases.length > 1) return [];
  const paths = ruled.map(({ path }) => path);
  const [before, own, other] = await Promise.all(
    [base, ours, theirs].map((commit) => entriesAt(shadow, commit, paths)),
  );
  return ruled.flatMap(({ path, rule }): Met[] => {
    const [mine, others] = [own?.get(path), other?.get(path)];
    if (!mine || !others) return [];
    const entry = before?.get(path) ?? null;
    return [{ path, rule, base: entry, ours: mine, theirs: others, conflict: null }];
  });
}

type Kept = Omit<ContractMerge, 'bytes'> & { readonly oid: string };

/** Merges by what they were computed of: they never change. */
const known = new Map<string, { readonly at: number; readonly merged: Promise<Kept> }>();
/** Milliseconds: the shadow repository drops what nobody holds after a day. */
const KNOWN_MS = 3_600_000;
const KNOWN_LIMIT = 500;

function mergeMet(shadow: Shadow, { path, rule, base, ours, theirs }: Met): Promise<Kept> {
  const { policy, identity, topic, consumers, comments } = rule;
  const oids = [base, ours, theirs].map((entry) => entry?.oid ?? '-');
  const key = JSON.stringify([
    shadow.path,
    path,
    oids,
    policy,
    identity,
    topic,
    consumers,
    comments,
  ]);
  const before = known.get(key);
  if (before && Date.now() - before.at < KNOWN_MS) return before.merged;
  if (known.size >= KNOWN_LIMIT) known.clear();
  const merged = mergeBlobs();
  known.set(key, { at: Date.now(), merged });
  merged.catch(() => known.delete(key));
  return merged;

  async function mergeBlobs(): Promise<Kept> {
    const [b, o, t] = await Promise.all([
      base && readBlob(shadow, base.oid),
      readBlob(shadow, ours.oid),
      readBlob(shadow, theirs.oid),
    ]);
    const ports = { mergeText: mergeWithGit, decide: decideWithin() };
    const sides = { base: b, ours: o, theirs: t };
    const { bytes, ...merged } = await mergeContract(sides, ports, { rules: rule });
    const oid = await writeBlob(shadow, bytes);
    if (merged.outcome !== 'clean') return { ...merged, oid };
    const file = {
      path,
      topic,
      consumers,
      comments,
      bytes,
      before: b,
      sides: { ours: o, theirs: t },
    };
    const [checked] = await checkWithin([file]);
    return { ...merged, findings: [...merged.findings, ...(checked?.introduced ?? [])], oid };
  }
}

async function modeAt(shadow: Shadow, tree: string, { path, ours }: Met): Promise<string> {
  return (await entriesAt(shadow, tree, [path])).get(path)?.mode ?? ours.mode;
}

function asConflict({ path, base, ours, theirs }: Met): TreeConflict {
  const stages = new Map([
    [STAGE.ours, ours],
    [STAGE.theirs, theirs],
  ]);
  if (base) stages.set(STAGE.base, base);
  return { path, kind: 'contract', stages };
}

/** Markers that name the commits, as git's own do. */
async function named(
  shadow: Shadow,
  oid: string,
  { ours, theirs }: Pick<Sides, 'ours' | 'theirs'>,
): Promise<string> {
  const text = (await readBlob(shadow, oid)).toString('latin1');
  const marked = text
    .replace(/^<{7} ours(?=\r?$)/gm, `<<<<<<< ${ours}`)
    .replace(/^>{7} theirs(?=\r?$)/gm, `>>>>>>> ${theirs}`);
  return writeBlob(shadow, Buffer.from(marked, 'latin1'));
}
