import { audit, duplicateIn } from './audit/audit.ts';
import { Common, chunksOf } from './chunks.ts';
import { combine } from './combine.ts';
import { conflictBytes } from './conflict-bytes.ts';
import { sharingDocuments } from './documents.ts';
import { parseChanged } from './tree.ts';
import {
  type ContractConflict,
  type ContractFinding,
  type ContractMerge,
  NotStructural,
  type Sides,
  type StructureInput,
} from './types.ts';
import { hasMergedValue } from './verify.ts';
import { decode, isJson, parseBytes, parseOrNull, type Versions } from './versions.ts';
import { write } from './write.ts';

const NOTHING = new Uint8Array();
/** Characters of a text that is parsed quickly. */
const SMALL = 20_000;
/** Minimum share of a text that all versions must have in common, so that cutting it saves time. */
const LEAST_COMMON = 0.8;

/**
 * Merges a contract whose lines were already merged: by structure if that is certain, else with the line merge. A clean
 * result contains every change of each side exactly once, at its place, and no other; an independent audit has verified
 * that. Pure; time and memory grow with the input.
 */
export function mergeStructure(input: StructureInput): ContractMerge {
  return sharingDocuments(() => decide(input));
}

function decide(input: StructureInput): ContractMerge {
  const { sides, text } = input;
  const missing = missingSide(sides);
  if (missing) return conflicted([missing], input, { method: 'structure' });
  if (text.outcome === 'refused') return fallback('It is not text.', input);
  try {
    const changed = parseChangedSides(sides);
    if (changed) return fromStructure(changed, input);
  } catch (thrown) {
    // A full parse may succeed, or report a more specific reason.
    if (!(thrown instanceof NotStructural)) throw thrown;
  }
  try {
    return fromStructure(parseSides(sides), input);
  } catch (thrown) {
    if (!(thrown instanceof NotStructural)) throw thrown;
    return audited(fallback(thrown.message, input), input);
  }
}

/** The result of the line merge, used if the policy forbids a structural merge or it exceeded its budget. */
export function textAnswer(input: Omit<StructureInput, 'choices'>, reason: string | null) {
  const missing = missingSide(input.sides);
  if (missing) return conflicted([missing], input, { method: 'structure' });
  if (reason !== null) return unchecked(fallback(reason, input), input);
  if (input.text.outcome === 'clean')
    return { ...clean(input.text.bytes), method: 'text' as const };
  const merged = fallback('Its policy is text.', input);
  return { ...merged, method: 'text' as const, findings: [] };
}

type Given = Pick<StructureInput, 'sides' | 'text' | 'rules'>;

/** The conflict when one side deleted the file that the other changed. */
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
  const [b, o, t] = [base, ours, theirs].map((bytes) => parseBytes(bytes ?? NOTHING));
  if (!b || !o || !t) throw new Error('A version is missing.');
  return { base: b, ours: o, theirs: t, isJson: isJson(o.text) && isJson(t.text), common: null };
}

/**
 * Parses only the entries that differ. Null if that saves nothing or is impossible: JSON, new or small inputs, or texts
 * that cannot be cut.
 */
function parseChangedSides({ base, ours, theirs }: Sides): Versions | null {
  if (!base || !ours || !theirs) return null;
  const texts = [base, ours, theirs].map(decode);
  if (texts.some((text) => /^\s*[[{]/.test(text))) return null;
  const cut = texts.flatMap((text) => {
    const chunks = chunksOf(text);
    return chunks ? [chunks] : [];
  });
  if (cut.length < texts.length) return null;
  const common = new Common(cut);
  // For mostly different large texts, parse everything: the check of the result needs that anyway, and reuses it.
  const [text = ''] = texts;
  if (text.length > SMALL && common.length < text.length * LEAST_COMMON) return null;
  const [b, o, t] = texts.map((text) => parseChanged(text, common));
  return b && o && t ? { base: b, ours: o, theirs: t, isJson: false, common } : null;
}

function fromStructure(parsed: Versions, given: StructureInput): ContractMerge {
  const combined = combine(parsed, given);
  const { conflicts, decisions, chosen } = combined;
  if (!combined.isByLines)
    return { ...conflicted(conflicts, given, { method: 'structure', parsed }), decisions };
  const isChosen = given.choices.size > 0;
  const { text } = given;
  const lines = text.outcome === 'clean' && parseOrNull(text.bytes, parsed.common);
  if (!isChosen && lines && hasMergedValue(lines, combined, parsed)) {
    const merged = audited({ ...clean(text.bytes), method: 'text', decisions }, given);
    if (conflicts.length === 0 || merged.outcome === 'clean') return merged;
  }
  if (conflicts.length > 0)
    return { ...conflicted(conflicts, given, { method: 'structure', parsed }), decisions };
  const written = write(parsed, combined, given);
  if (!isChosen && lines && !hasDuplicate(text.bytes, given)) {
    const reason = 'Merging the lines gives a different value than merging by structure.';
    return invalid(reason, given);
  }
  const bytes = new TextEncoder().encode(written.text);
  const merged = { ...clean(bytes), method: 'structure', decisions: written.decisions } as const;
  // Paths in `chosen` count only if a person made a choice.
  return audited(merged, given, isChosen ? chosen : []);
}

/** Returns a clean result unless the audit finds that it does not match the changes of both sides. */
function audited(
  merged: ContractMerge,
  given: Given,
  chosen: readonly string[] = [],
): ContractMerge {
  if (merged.outcome !== 'clean') return merged;
  const how = { rules: given.rules, chosen: new Set(chosen) };
  const found = audit(textsOf(given, merged.bytes), how);
  if (found.kind === 'right') return merged;
  if (found.kind === 'unreadable') {
    const isReported = merged.findings.length > 0 || merged.method === 'text';
    return isReported
      ? merged
      : { ...merged, findings: [finding('The merge result could not be checked.')] };
  }
  const place = found.path === '' ? '' : `${found.path}: `;
  const reason = `The merge had no conflict, but its result would be wrong: ${place}${found.reason.replace(/\.$/, '')}.`;
  const { findings } = merged;
  const stopped = invalid(reason, given);
  return { ...stopped, findings: [...findings, ...stopped.findings] };
}

/**
 * Turns a clean line merge whose meaning could not be checked in time into a conflict, so that a person looks at it.
 */
function unchecked(merged: ContractMerge, given: Given): ContractMerge {
  if (merged.outcome !== 'clean') return merged;
  const stopped = invalid(
    'Its lines merge without a conflict, but the result could not be checked.',
    given,
  );
  return { ...stopped, findings: [...merged.findings, ...stopped.findings] };
}

/** Whether the line merge would introduce a duplicate. */
function hasDuplicate(bytes: Uint8Array, given: Given): boolean {
  return duplicateIn(textsOf(given, bytes)) !== null;
}

function textsOf({ sides }: Given, result: Uint8Array) {
  const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? NOTHING).toString('utf8');
  const [base, ours, theirs] = [text(sides.base), text(sides.ours), text(sides.theirs)];
  return { base, ours, theirs, result: text(result) };
}

/** The result of the line merge, with the reason. */
function fallback(reason: string, given: Given): ContractMerge {
  const { sides, text } = given;
  const found = finding(`Merged as text: ${reason}`);
  if (text.outcome === 'refused') {
    const message = `Not merged: ${reason}`;
    const findings = [{ ...found, severity: 'error', message }] as const;
    const none = { conflicts: [], decisions: [], findings };
    return { outcome: 'unsupported', method: 'fallback', bytes: text.bytes, ...none };
  }
  if (text.outcome === 'clean')
    return { ...clean(text.bytes), method: 'fallback', findings: [found] };
  const conflict: ContractConflict = { path: '', kind: 'changed', ...wholeTexts(sides) };
  return { ...conflicted([conflict], given, { method: 'fallback' }), findings: [found] };
}

/** A conflict about the whole file, instead of a clean result that neither side intended. */
function invalid(reason: string, given: Given): ContractMerge {
  const conflict = { path: '', kind: 'invalid', ...wholeTexts(given.sides), reason } as const;
  const found = { ...finding(reason), rule: 'merge.wrong' };
  return { ...conflicted([conflict], given, { method: 'fallback' }), findings: [found] };
}

function finding(message: string): ContractFinding {
  return { rule: 'merge.fallback', severity: 'warning', path: '', message };
}

function clean(bytes: Uint8Array) {
  return { outcome: 'clean', bytes, conflicts: [], decisions: [], findings: [] } as const;
}

function conflicted(
  conflicts: readonly ContractConflict[],
  given: Given & Partial<StructureInput>,
  { method, parsed = null }: { method: ContractMerge['method']; parsed?: Versions | null },
): ContractMerge {
  const bytes = conflictBytes(conflicts, given, parsed);
  return { outcome: 'conflict', method, bytes, conflicts, decisions: [], findings: [] };
}
