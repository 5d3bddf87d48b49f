import { combine } from './combine.ts';
import { conflictText } from './conflict-text.ts';
import {
  type Choices,
  type ContractConflict,
  NotStructural,
  type StructureInput,
} from './types.ts';
import type { Versions } from './versions.ts';
import { write } from './write.ts';

type Side = 'base' | 'ours' | 'theirs';

/**
 * A conflicting contract with conflict markers. Marks entries if possible, else uses git's line markers, else marks all
 * differing lines.
 */
export function conflictBytes(
  conflicts: readonly ContractConflict[],
  given: Pick<StructureInput, 'sides' | 'text' | 'rules'> & { readonly choices?: Choices },
  parsed: Versions | null,
): Uint8Array {
  const { sides, text, rules } = given;
  const { markers } = rules;
  const [ours, theirs] = (['ours', 'theirs'] as const).map(
    (side) => parsed && writtenWith(side, conflicts, { given, parsed }),
  );
  if (parsed && ours && theirs && ours !== theirs) {
    const isTwoWay = (markers?.style ?? 'merge') === 'merge';
    const base = isTwoWay ? null : writtenWith('base', conflicts, { given, parsed });
    // If the base cannot be written, use git's markers, which show it.
    if (!isTwoWay && base === null && text.outcome === 'conflict') return text.bytes;
    const marked = conflictText({ ours, theirs, base: base ?? null }, markers);
    // The two may differ only in the final line break.
    if (marked !== ours) return new TextEncoder().encode(marked);
  }
  if (text.outcome === 'conflict') return text.bytes;
  const whole = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('utf8');
  const results = { ours: whole(sides.ours), theirs: whole(sides.theirs), base: whole(sides.base) };
  return new TextEncoder().encode(conflictText(results, markers));
}

/** The merged text with one version's entries at every conflict; null if it cannot be written. */
function writtenWith(
  side: Side,
  conflicts: readonly ContractConflict[],
  {
    given,
    parsed,
  }: {
    readonly given: Pick<StructureInput, 'rules'> & { readonly choices?: Choices };
    readonly parsed: Versions;
  },
): string | null {
  const chosen = conflicts.map(({ path }) => [path, { kind: 'side', side }] as const);
  const choices: Choices = new Map([...(given.choices ?? []), ...chosen]);
  const how = { rules: given.rules, choices };
  try {
    const combined = combine(parsed, how);
    if (combined.conflicts.length > 0) return null;
    return write(parsed, combined, how).text;
  } catch (thrown) {
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}
