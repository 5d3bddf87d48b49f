import { type Combined, combine } from './combine.ts';
import { splice } from './splice.ts';
import { type Parsed, parseContract } from './tree.ts';
import {
  type ContractConflict,
  type ContractFinding,
  type ContractMerge,
  type MergeText,
  NotStructural,
  type Sides,
} from './types.ts';
import { isSame, keepsComments } from './verify.ts';

/** Parsing takes seconds beyond this. */
const LARGEST_BYTES = 2_000_000;
const NOTHING = new Uint8Array();

/**
 * Merges a contract (YAML 1.2 or JSON) by meaning, out of the inputs' own bytes. Where structure cannot answer for
 * certain, the answer is the text merge's, with method `fallback` and a finding that says why. Never throws for what
 * the files hold; throws what `mergeText` throws.
 */
export async function mergeContract(sides: Sides, mergeText: MergeText): Promise<ContractMerge> {
  const trivial = trivialResult(sides);
  if (trivial) return { ...clean(trivial.bytes), method: 'trivial' };
  const text = await mergeText({
    base: sides.base ?? NOTHING,
    ours: sides.ours ?? NOTHING,
    theirs: sides.theirs ?? NOTHING,
  });
  const missing = missingSide(sides);
  if (missing) return conflicted([missing], { sides, text });
  if (text.outcome === 'refused') return fallback('It is not text.', { sides, text, parsed: null });
  let parsed: Versions | null = null;
  try {
    parsed = parseSides(sides);
    return fromStructure(parsed, { sides, text });
  } catch (thrown) {
    if (!(thrown instanceof NotStructural)) throw thrown;
    return fallback(thrown.message, { sides, text, parsed });
  }
}

type TextResult = Awaited<ReturnType<MergeText>>;

interface Given {
  readonly sides: Sides;
  readonly text: TextResult;
}

interface Versions {
  readonly base: Parsed;
  readonly ours: Parsed;
  readonly theirs: Parsed;
  readonly isJson: boolean;
}

function trivialResult({ base, ours, theirs }: Sides): { readonly bytes: Uint8Array } | null {
  if (isEqual(ours, theirs) || isEqual(base, theirs)) return { bytes: ours ?? NOTHING };
  return isEqual(base, ours) ? { bytes: theirs ?? NOTHING } : null;
}

function isEqual(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (!one || !other) return one === other;
  return Buffer.compare(one, other) === 0;
}

/** One side deleted the file that the other changed. */
function missingSide(sides: Sides): ContractConflict | null {
  if (sides.ours && sides.theirs) return null;
  const kind = sides.ours ? 'deleted-by-theirs' : 'deleted-by-ours';
  return { path: '', kind, ...wholeTexts(sides) };
}

function wholeTexts({ base, ours, theirs }: Sides) {
  const text = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString('utf8') : null);
  return { base: text(base), ours: text(ours), theirs: text(theirs) };
}

function parseSides({ base, ours, theirs }: Sides): Versions {
  const [b, o, t] = [base, ours, theirs].map((bytes) => parseContract(decode(bytes ?? NOTHING)));
  if (!b || !o || !t) throw new Error('Three versions were given.');
  return { base: b, ours: o, theirs: t, isJson: isJson(o.text) && isJson(t.text) };
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST_BYTES) throw new NotStructural('It is larger than 2 MB.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotStructural('It is not valid UTF-8.');
  }
}

function fromStructure(parsed: Versions, given: Given): ContractMerge {
  const combined = combine(parsed.base, parsed.ours, parsed.theirs);
  if (combined.conflicts.length > 0)
    return conflicted([...combined.conflicts, ...combined.lineConflicts], given);
  if (given.text.outcome === 'clean' && holds(given.text.bytes, combined, parsed))
    return { ...clean(given.text.bytes), method: 'text' };
  if (combined.lineConflicts.length > 0) return conflicted(combined.lineConflicts, given);
  if (combined.reordered.length > 0)
    throw new NotStructural(
      `Theirs puts entries into another order: ${combined.reordered[0] || 'top'}.`,
    );
  const texts = { base: parsed.base.text, ours: parsed.ours.text, theirs: parsed.theirs.text };
  const result = splice(texts, combined.changes);
  const bytes = new TextEncoder().encode(result);
  if (!holds(bytes, combined, parsed))
    throw new NotStructural('The merged text did not say what both sides say.');
  if (!keepsComments({ ...texts, result }))
    throw new NotStructural('A comment of one side would have been lost.');
  return { ...clean(bytes), method: 'structure' };
}

/** Whether a merged text parses, and says what the merged value says. */
function holds(bytes: Uint8Array, { merged }: Combined, { isJson: mustBeJson }: Versions): boolean {
  const parsed = parseOrNull(bytes);
  if (!parsed || (mustBeJson && !isJson(parsed.text))) return false;
  return isSame(merged, parsed.root);
}

function parseOrNull(bytes: Uint8Array): Parsed | null {
  try {
    return parseContract(decode(bytes));
  } catch (thrown) {
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

/** The text merge's answer, unless it makes nonsense of what made sense in all versions. */
function fallback(
  reason: string,
  { sides, text, parsed }: Given & { readonly parsed: Versions | null },
): ContractMerge {
  const message = `Merged as text: ${reason}`;
  const finding: ContractFinding = {
    rule: 'merge.fallback',
    severity: 'warning',
    path: '',
    message,
  };
  const whole = wholeTexts(sides);
  if (text.outcome === 'refused')
    return {
      outcome: 'unsupported',
      method: 'fallback',
      bytes: text.bytes,
      conflicts: [],
      findings: [{ ...finding, severity: 'error', message: `Not merged: ${reason}` }],
    };
  if (text.outcome === 'clean') {
    const result = parsed ? parseOrNull(text.bytes) : null;
    const isBroken = parsed !== null && (!result || (parsed.isJson && !isJson(result.text)));
    if (!isBroken) return { ...clean(text.bytes), method: 'fallback', findings: [finding] };
    const broken = conflicted([{ path: '', kind: 'invalid', ...whole }], { sides, text });
    return { ...broken, method: 'fallback', findings: [finding] };
  }
  const conflict: ContractConflict = { path: '', kind: 'changed', ...whole };
  return { ...conflicted([conflict], { sides, text }), method: 'fallback', findings: [finding] };
}

function clean(bytes: Uint8Array) {
  return { outcome: 'clean', bytes, conflicts: [], findings: [] } as const;
}

function conflicted(conflicts: readonly ContractConflict[], { sides, text }: Given): ContractMerge {
  const bytes = text.outcome === 'conflict' ? text.bytes : wholeMarked(sides);
  return { outcome: 'conflict', method: 'structure', bytes, conflicts, findings: [] };
}

/** Lines that do not conflict still need markers when what they say does: the whole file is between them. */
function wholeMarked({ ours, theirs }: Sides): Uint8Array {
  const ended = (bytes: Uint8Array | null) => {
    const all = Buffer.from(bytes ?? NOTHING);
    return all.length === 0 || all.at(-1) === 0x0a ? [all] : [all, Buffer.from('\n')];
  };
  return Buffer.concat([
    Buffer.from('<<<<<<< ours\n'),
    ...ended(ours),
    Buffer.from('=======\n'),
    ...ended(theirs),
    Buffer.from('>>>>>>> theirs\n'),
  ]);
}
