import { type Document, parseAllDocuments } from 'yaml';

/** Texts of one merge and what was made of them, so that nothing is parsed twice. */
const known = new Map<string, readonly Document.Parsed[]>();
/** Three versions, the lines that git merged and what was written. */
const MOST_KNOWN = 6;

/**
 * The documents of a YAML text with their errors, keys twice among what is no error. A text that is nested too deeply
 * throws a RangeError. What was read last is kept until `forgetDocuments`.
 */
export function readDocuments(text: string): readonly Document.Parsed[] {
  const before = known.get(text);
  if (before) return before;
  const parsed = parseAllDocuments(text, {
    uniqueKeys: false,
    intAsBigInt: true,
    logLevel: 'silent',
    prettyErrors: true,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(text, documents);
  return documents;
}

export function forgetDocuments(): void {
  known.clear();
}
