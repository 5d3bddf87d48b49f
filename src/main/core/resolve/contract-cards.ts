import type {
  ContractCards,
  ContractChoice,
  ContractConflict,
} from '../../../shared/contract/contracts.ts';
import { decideWithin } from '../contracts/decide-within.ts';
import { mergeContract } from '../contracts/merge.ts';
import { mergeWithGit } from '../contracts/text-merge.ts';
import type { Choices } from '../contracts/types.ts';
import { readBlob } from '../merge/merge-tree.ts';
import { type Resolution, type SideName, STAGE } from '../merge/resolutions.ts';
import { type Conflicts, conflictById } from './conflicts.ts';

/** The source of a list, in block or flow style, for which both sides can be joined. */
const LIST = /^(?:-\s|\[)/;

const BY_HAND = 'What was written by hand is no single value, or cannot stand at that place.';

/**
 * The conflicting places of a contract, with the choices and their result. Null when they cannot be determined by
 * structure: then it is a conflict of lines.
 */
export async function contractCards(
  conflicts: Conflicts,
  id: string,
): Promise<ContractCards | null> {
  const { shadow, kept, contracts } = conflicts;
  const met = conflictById(conflicts, id);
  const rules = contracts.of(met.path);
  if (!rules || rules.policy === 'text') return null;
  const bytes = (name: SideName) => {
    const oid = met.stages.get(STAGE[name])?.oid;
    return oid ? readBlob(shadow, oid) : null;
  };
  const [base, ours, theirs] = await Promise.all([bytes('base'), bytes('ours'), bytes('theirs')]);
  if (!ours || !theirs) return null;
  const sides = { base, ours, theirs };
  const ports = { mergeText: mergeWithGit, decide: decideWithin() };
  const plain = await mergeContract(sides, ports, { rules });
  if (plain.outcome !== 'conflict' || plain.method !== 'structure') return null;
  const chosen = choicesOf(await kept.read(id), plain.conflicts);
  const cards = plain.conflicts.map((conflict) => ({
    conflict,
    can: choosable(conflict),
    choice: chosen.get(conflict.path) ?? null,
  }));
  if (cards.some(({ choice }) => choice === null)) return { cards, text: null, problem: null };
  const merged = await mergeContract(sides, ports, { rules, choices: chosen });
  if (merged.outcome === 'clean' && merged.method === 'structure')
    return { cards, text: Buffer.from(merged.bytes).toString('utf8'), problem: null };
  const reason = merged.findings.map(({ message }) => message.replace(/^Merged as text: /, ''));
  const open = merged.conflicts.map(({ path }) => path).filter((path) => path !== '');
  if ([...chosen.values()].some(({ kind }) => kind === 'text'))
    return { cards, text: null, problem: BY_HAND };
  const problem = reason[0] ?? `It is still in conflict at ${open.join(', ') || 'the whole file'}.`;
  return { cards, text: null, problem };
}

/** Stores the choice for one place; null reopens it. */
export async function chooseAt(
  conflicts: Conflicts,
  id: string,
  { path, choice }: { readonly path: string; readonly choice: ContractChoice | null },
): Promise<void> {
  const { kept } = conflicts;
  const met = conflictById(conflicts, id);
  const known = await kept.read(id);
  const choices = { ...known?.choices };
  if (choice) choices[path] = choice;
  else delete choices[path];
  const fresh = { v: 1, path: met.path, kind: met.kind, answer: null, by: 'person' } as const;
  await kept.write(id, { ...fresh, draft: null, at: Date.now(), ...known, choices });
}

function choicesOf(known: Resolution | null, conflicts: readonly ContractConflict[]): Choices {
  const paths = new Set(conflicts.map(({ path }) => path));
  return new Map(Object.entries(known?.choices ?? {}).filter(([path]) => paths.has(path)));
}

function choosable({
  kind,
  base,
  ours,
  theirs,
  choices = [],
}: ContractConflict): ContractCards['cards'][number]['can'] {
  const isThere = ours !== null && theirs !== null;
  const none = { base: false, both: false, text: false, renamed: choices.includes('renamed') };
  if (kind === 'moved' || kind === 'order') return none;
  if (kind === 'items') return { ...none, both: isThere };
  return {
    ...none,
    base: isThere && base !== null,
    both: isThere && LIST.test(ours) && LIST.test(theirs),
    text: isThere,
  };
}
