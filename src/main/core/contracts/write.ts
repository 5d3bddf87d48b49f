import { combine } from './combine.ts';
import type { Combined } from './merged.ts';
import { splice } from './splice.ts';
import { type ContractChoice, NotStructural, type StructureInput } from './types.ts';
import { keepsComments, says } from './verify.ts';
import { parseOrNull, type Versions } from './versions.ts';

type Given = Pick<StructureInput, 'rules' | 'choices'>;

/**
 * The merged contract as text: what one side changed is written into the text of the other. Throws NotStructural where
 * neither text can take it, or would lose a comment.
 */
export function write(parsed: Versions, combined: Combined, given: Given): string {
  const isMoved = combined.changes.some(({ kind }) => kind === 'order');
  const hosts = isMoved ? (['theirs', 'ours'] as const) : (['ours', 'theirs'] as const);
  let reason: NotStructural | null = null;
  for (const host of hosts) {
    try {
      return writeInto(host, parsed, { combined, given });
    } catch (thrown) {
      if (!(thrown instanceof NotStructural)) throw thrown;
      reason ??= thrown;
    }
  }
  throw reason ?? new NotStructural('There is no text to write into.');
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
  const result = splice(texts, changes);
  const written = parseOrNull(new TextEncoder().encode(result), parsed.common);
  if (!written || !says(written, combined, parsed))
    throw new NotStructural('The merged text did not say what both sides say.');
  // What is chosen takes the place of what stood there, comments and all.
  const rests = { base: base.rest, ours: ours.rest, theirs: theirs.rest, result: written.rest };
  if (given.choices.size === 0 && !keepsComments(rests))
    throw new NotStructural('A comment of one side would have been lost.');
  return result;
}

function swapped({ rules, choices }: Given): Given {
  const swap = (choice: ContractChoice): ContractChoice =>
    choice.kind === 'side' && choice.side !== 'base'
      ? { kind: 'side', side: choice.side === 'ours' ? 'theirs' : 'ours' }
      : choice;
  return { rules, choices: new Map([...choices].map(([path, choice]) => [path, swap(choice)])) };
}
