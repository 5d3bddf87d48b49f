import { combine } from './combine.ts';
import { hostOf } from './host-side.ts';
import type { Combined } from './merged.ts';
import { splice } from './splice.ts';
import { type ContractChoice, NotStructural, type StructureInput } from './types.ts';
import { hasMergedValue, keepsComments } from './verify.ts';
import { parseOrNull, type Versions } from './versions.ts';

type Given = Pick<StructureInput, 'rules' | 'choices'>;

/** The merged contract as text, with the decisions made. */
export interface Written {
  readonly text: string;
  readonly decisions: Combined['decisions'];
}

/**
 * Writes the merged contract: inserts the changes of one side into the text of the other. Throws NotStructural if
 * neither text can represent the result, or a comment would be lost.
 */
export function write(parsed: Versions, combined: Combined, given: Given): Written {
  const { decisions } = combined;
  const hosts = isTheirsHost(parsed, combined)
    ? (['theirs', 'ours'] as const)
    : (['ours', 'theirs'] as const);
  let reason: NotStructural | null = null;
  const attempt = (make: () => Written): Written | null => {
    try {
      return make();
    } catch (thrown) {
      if (!(thrown instanceof NotStructural)) throw thrown;
      reason ??= thrown;
      return null;
    }
  };
  for (const host of hosts) {
    const text = attempt(() => ({ text: writeInto(host, parsed, { combined, given }), decisions }));
    if (text) return text;
  }
  // Key order has no meaning, so prefer the merged values in the key order of ours over a conflict.
  if (decisions.some(({ kind }) => kind === 'order')) {
    const kept = combine(parsed, { ...given, keyOrder: 'ours' });
    const text = attempt(() => ({
      text: writeInto('ours', parsed, { combined: kept, given }),
      decisions: kept.decisions,
    }));
    if (text) return text;
  }
  throw reason ?? new NotStructural('The merged text cannot be written.');
}

/** If only theirs reformatted the file or moved entries, writing into its text needs fewer changes. */
function isTheirsHost({ base, ours, theirs }: Versions, { changes }: Combined): boolean {
  if (hostOf(base, ours, theirs) === 'theirs') return true;
  const isMoved = changes.some(({ kind }) => kind === 'order');
  return isMoved && hostOf(base, theirs, ours) === 'ours';
}

function writeInto(
  host: 'ours' | 'theirs',
  parsed: Versions,
  { combined, given }: { readonly combined: Combined; readonly given: Given },
): string {
  const { base, ours, theirs } = parsed;
  const [own, other] = host === 'ours' ? [ours, theirs] : [theirs, ours];
  const texts = { base: base.text, ours: own.text, theirs: other.text };
  const changes =
    host === 'ours'
      ? combined.changes
      : combine({ base, ours: theirs, theirs: ours }, { ...swapped(given), first: 'theirs' })
          .changes;
  const isChosen = given.choices.size > 0;
  const result = spliceChosen(texts, changes, isChosen);
  const written = parseOrNull(new TextEncoder().encode(result), parsed.common);
  if (!written || !hasMergedValue(written, combined, parsed))
    throw new NotStructural('The merged text would not contain the changes of both sides.');
  // A chosen value replaces the old one with its comments, so comments are not compared then.
  const rests = { base: base.rest, ours: ours.rest, theirs: theirs.rest, result: written.rest };
  if (!isChosen && !keepsComments(rests))
    throw new NotStructural('The merge would lose a comment of one side.');
  return result;
}

/**
 * Writes the changes. If a person made choices and comments conflict, comments stay as in this text: the person reviews
 * the result.
 */
function spliceChosen(
  texts: Parameters<typeof splice>[0],
  changes: Combined['changes'],
  isChosen: boolean,
): string {
  try {
    return splice(texts, changes);
  } catch (thrown) {
    if (!isChosen || !(thrown instanceof NotStructural)) throw thrown;
    const isOfValues = ({ kind }: Combined['changes'][number]) =>
      kind !== 'kept' && kind !== 'comments';
    return splice(texts, changes.filter(isOfValues));
  }
}

function swapped({ rules, choices }: Given): Given {
  const swap = (choice: ContractChoice): ContractChoice =>
    choice.kind === 'side' && choice.side !== 'base'
      ? { kind: 'side', side: choice.side === 'ours' ? 'theirs' : 'ours' }
      : choice;
  return { rules, choices: new Map([...choices].map(([path, choice]) => [path, swap(choice)])) };
}
