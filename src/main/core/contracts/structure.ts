import { Common, chunksOf } from './chunks.ts';
import { combine } from './combine.ts';
import type { Combined } from './merged.ts';
import { parseContract } from './parse.ts';
import { splice } from './splice.ts';
import { type Parsed, parseChanged } from './tree.ts';
import {
  type ContractConflict,
  type ContractFinding,
  type ContractMerge,
  NotStructural,
  type Sides,
  type StructureInput,
} from './types.ts';
import { isSame, keepsComments } from './verify.ts';

/** Parsing takes seconds beyond this. */
const LARGEST_BYTES = 2_000_000;
const NOTHING = new Uint8Array();

/**
 * Decides a merge of which the lines are merged already: by structure where that can be had for certain, else as the
 * lines say. Pure; takes time and memory with the size of the input.
 */
export function mergeStructure(input: StructureInput): ContractMerge {
  const { sides, text } = input;
  const missing = missingSide(sides);
  if (missing) return conflicted([missing], input);
  if (text.outcome === 'refused') return fallback('It is not text.', input, null);
  try {
    const changed = parseChangedSides(sides);
    if (changed) return fromStructure(changed, input);
  } catch (thrown) {
    // Whatever it was: with everything parsed it may be another, and is told in better words.
    if (!(thrown instanceof NotStructural)) throw thrown;
  }
  let parsed: Versions | null = null;
  try {
    parsed = parseSides(sides);
    return fromStructure(parsed, input);
  } catch (thrown) {
    if (!(thrown instanceof NotStructural)) throw thrown;
    return fallback(thrown.message, input, parsed);
  }
}

/** The answer where structure was not to be asked, or did not answer in time: that of the lines. */
export function textAnswer(input: Omit<StructureInput, 'choices'>, reason: string | null) {
  const missing = missingSide(input.sides);
  if (missing) return conflicted([missing], input);
  if (reason !== null) return fallback(reason, input, null);
  if (input.text.outcome === 'clean')
    return { ...clean(input.text.bytes), method: 'text' as const };
  const merged = fallback('The policy says so.', input, null);
  return { ...merged, method: 'text' as const, findings: [] };
}

type Given = Pick<StructureInput, 'sides' | 'text'>;

interface Versions {
  readonly base: Parsed;
  readonly ours: Parsed;
  readonly theirs: Parsed;
  readonly isJson: boolean;
  /** What was not parsed, being in all of them; null where everything was. */
  readonly common: Common | null;
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
  return { base: b, ours: o, theirs: t, isJson: isJson(o.text) && isJson(t.text), common: null };
}

/** The sides with only that parsed which is not in all of them; null where they cannot be cut. */
function parseChangedSides({ base, ours, theirs }: Sides): Versions | null {
  if (!base || !ours || !theirs) return null;
  const texts = [base, ours, theirs].map(decode);
  const chunks = texts.map(chunksOf);
  if (!chunks.every((one) => one !== null)) return null;
  const common = new Common(chunks);
  const [b, o, t] = texts.map((text) => parseChanged(text, common));
  return b && o && t ? { base: b, ours: o, theirs: t, isJson: false, common } : null;
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST_BYTES) throw new NotStructural('It is larger than 2 MB.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotStructural('It is not valid UTF-8.');
  }
}

function fromStructure(parsed: Versions, given: StructureInput): ContractMerge {
  const combined = combine(parsed, given);
  const { decisions } = combined;
  if (combined.conflicts.length > 0)
    return { ...conflicted([...combined.conflicts, ...combined.lineConflicts], given), decisions };
  const isChosen = given.choices.size > 0;
  const merged = given.text.outcome === 'clean' && parseOrNull(given.text.bytes, parsed.common);
  if (!isChosen && merged && says(merged, combined, parsed))
    return { ...clean(given.text.bytes), method: 'text', decisions };
  if (combined.lineConflicts.length > 0)
    return { ...conflicted(combined.lineConflicts, given), decisions };
  const texts = { base: parsed.base.text, ours: parsed.ours.text, theirs: parsed.theirs.text };
  const result = splice(texts, combined.changes);
  const bytes = new TextEncoder().encode(result);
  const written = parseOrNull(bytes, parsed.common);
  if (!written || !says(written, combined, parsed))
    throw new NotStructural('The merged text did not say what both sides say.');
  // What is chosen takes the place of what stood there, comments and all.
  const rests = { base: parsed.base.rest, ours: parsed.ours.rest, theirs: parsed.theirs.rest };
  if (!isChosen && !keepsComments({ ...rests, result: written.rest }))
    throw new NotStructural('A comment of one side would have been lost.');
  const kept = combined.reordered.map((path) => ({ path, kind: 'order', side: 'ours' }) as const);
  return { ...clean(bytes), method: 'structure', decisions: [...decisions, ...kept] };
}

/** Whether a merged text says what the merged value says. */
function says(text: Parsed, { merged }: Combined, { isJson: mustBeJson }: Versions): boolean {
  return (!mustBeJson || isJson(text.text)) && isSame(merged, text.root);
}

function parseOrNull(bytes: Uint8Array, common: Common | null): Parsed | null {
  try {
    const text = decode(bytes);
    return common ? parseChanged(text, common) : parseContract(text);
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
function fallback(reason: string, { sides, text }: Given, parsed: Versions | null): ContractMerge {
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
      decisions: [],
      findings: [{ ...finding, severity: 'error', message: `Not merged: ${reason}` }],
    };
  if (text.outcome === 'clean') {
    const result = parsed ? parseOrNull(text.bytes, null) : null;
    const isBroken = parsed !== null && (!result || (parsed.isJson && !isJson(result.text)));
    if (!isBroken) return { ...clean(text.bytes), method: 'fallback', findings: [finding] };
    const broken = conflicted([{ path: '', kind: 'invalid', ...whole }], { sides, text });
    return { ...broken, method: 'fallback', findings: [finding] };
  }
  const conflict: ContractConflict = { path: '', kind: 'changed', ...whole };
  return { ...conflicted([conflict], { sides, text }), method: 'fallback', findings: [finding] };
}

function clean(bytes: Uint8Array) {
  return { outcome: 'clean', bytes, conflicts: [], decisions: [], findings: [] } as const;
}

function conflicted(conflicts: readonly ContractConflict[], { sides, text }: Given): ContractMerge {
  const bytes = text.outcome === 'conflict' ? text.bytes : wholeMarked(sides);
  return {
    outcome: 'conflict',
    method: 'structure',
    bytes,
    conflicts,
    decisions: [],
    findings: [],
  };
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
