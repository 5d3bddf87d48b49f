import { hasDocuments } from '../documents.ts';
import type { MergeRules } from '../types.ts';
import { Comparison, Wrong } from './compare.ts';
import { documentId, newDuplicate } from './duplicates.ts';
import { identityAt, isKnownSet } from './known.ts';
import { type Read, readYaml } from './read.ts';
import { readJson, readPlainJson } from './read-json.ts';
import { withoutShared } from './reduce.ts';
import { type ListValue, numbering, type Value } from './value.ts';

/** The three versions of a contract and the merge result, as texts. */
export interface AuditInput {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly result: string;
}

/**
 * `wrong`: the result does not match the changes of both sides; `reason` is readable by a person. `unreadable`: a
 * version cannot be parsed, so the result was not checked.
 */
export type Audit =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly path: string; readonly reason: string }
  | { readonly kind: 'unreadable' };

/**
 * Checks a clean merge result before it may land: it must contain every change of each side exactly once, where that
 * side made it, and no other change. Shares no code with the merge.
 */
export function audit(input: AuditInput, how: AuditOptions): Audit {
  return numbering(() => check(input, how));
}

interface AuditOptions {
  readonly rules: MergeRules;
  /** Paths at which a person chose a version. */
  readonly chosen: ReadonlySet<string>;
}

function check(input: AuditInput, how: AuditOptions): Audit {
  const read = readAll(input);
  if (!read) return { kind: 'unreadable' };
  const { base, ours, theirs, result } = read;
  const wrong = (path: string, reason: string): Audit => ({ kind: 'wrong', path, reason });
  if (!result) return wrong('', 'the result cannot be parsed');
  const sources = [base, ours, theirs].map(({ documents }) => documents);
  const twice = newDuplicate(sources, result.documents);
  if (twice) return wrong('', twice);
  const comment = how.chosen.size === 0 ? commentFault({ base, ours, theirs, result }) : null;
  if (comment) return wrong('', comment);
  try {
    const comparison = new Comparison({
      identityAt: (path) => identityAt(how.rules.identity, path),
      isSet: (path) => isKnownSet(path, how.rules),
      isChosen: (path) => isChosen(path, how.chosen),
    });
    compareDocuments(comparison, { base, ours, theirs, result });
  } catch (thrown) {
    if (thrown instanceof Wrong) return wrong(thrown.path, thrown.message);
    throw thrown;
  }
  return { kind: 'right' };
}

/** A duplicate that a line merge introduced; null if there is none or a text cannot be parsed. */
export function duplicateIn(input: AuditInput): string | null {
  const read = readAll(input);
  if (!read?.result) return null;
  const { base, ours, theirs, result } = read;
  const sources = [base.documents, ours.documents, theirs.documents];
  return numbering(() => newDuplicate(sources, result.documents));
}

type Four<Kind> = Readonly<Record<'base' | 'ours' | 'theirs' | 'result', Kind>>;

/** Null if a version cannot be parsed; `result` alone is null if only the result cannot be parsed. */
function readAll(
  input: AuditInput,
):
  | (Four<Read> & { readonly result: Read })
  | (Omit<Four<Read>, 'result'> & { readonly result: null })
  | null {
  const texts = [input.base, input.ours, input.theirs, input.result] as const;
  const isEmpty = (text: string) => text.trim() === '';
  const plain = readPlainJson(texts);
  const json = plain ?? texts.map((text) => (isEmpty(text) ? NOTHING : readJson(text)));
  const isJson = json.slice(0, 3).every((one) => one !== null);
  const yaml = () => (texts.every(hasDocuments) ? texts : withoutShared(texts)).map(readText);
  const [base, ours, theirs, result] = isJson ? json : yaml();
  if (!base || !ours || !theirs) return null;
  return { base, ours, theirs, result: result ?? null };
}

const NOTHING: Read = { documents: [], comments: [] };

function readText(text: string): Read | null {
  try {
    return readYaml(text);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function compareDocuments(
  comparison: Comparison,
  { base, ours, theirs, result }: Four<Read>,
): void {
  const all = [base, ours, theirs, result].map(({ documents }) => documents);
  if (all.every((documents) => documents.length <= 1)) {
    const [b, o, t, r] = all.map(([document]) => document);
    comparison.check('', { base: b, ours: o, theirs: t, result: r });
    return;
  }
  const named = all.map((documents) => new Map(documents.map((one) => [documentId(one), one])));
  const isNamed = named.every((map, index) => map.size === all[index]?.length);
  const lists = all.map((documents): ListValue => ({ kind: 'list', items: documents }));
  const [b, o, t, r] = isNamed && isByName(all) ? named.map(asMap) : lists;
  comparison.check('documents', { base: b, ours: o, theirs: t, result: r });
}

/** Whether every document has an id made of its kind and name, not of its whole content. */
function isByName(all: readonly (readonly Value[])[]): boolean {
  return all
    .flat()
    .every(
      (one) =>
        one.kind === 'map' && !documentId(one).startsWith('{') && !documentId(one).startsWith('#'),
    );
}

function asMap(documents: ReadonlyMap<string, Value>): Value {
  const entries = new Map([...documents].map(([id, value]) => [`string ${id}`, value]));
  return { kind: 'map', entries, twice: [] };
}

/** Reports a comment that occurs less or more often than both sides together imply; null if there is none. */
function commentFault({ base, ours, theirs, result }: Four<Read>): string | null {
  const count = ({ comments }: Read) => {
    const counts = new Map<string, number>();
    for (const one of comments) counts.set(one, (counts.get(one) ?? 0) + 1);
    return (comment: string) => counts.get(comment) ?? 0;
  };
  const [b, o, t, r] = [count(base), count(ours), count(theirs), count(result)];
  for (const comment of new Set([...base.comments, ...ours.comments, ...theirs.comments])) {
    const sum = o(comment) + t(comment) - b(comment);
    // If both sides added the same words, one or two comments are correct.
    const [least, most] =
      o(comment) === t(comment) ? [o(comment), Math.max(o(comment), sum)] : [sum, sum];
    if (r(comment) < least) return `the comment "${comment}" would be lost`;
    if (r(comment) > most) return `the comment "${comment}" would occur too often`;
  }
  return null;
}

function isChosen(path: string, chosen: ReadonlySet<string>): boolean {
  if (chosen.size === 0) return false;
  // If an item was chosen, skip the whole list around it: items in order are chosen by their positions, and the person
  // saw the whole list.
  return [...chosen].some((one) => one === path || one.startsWith(`${path}[`));
}
