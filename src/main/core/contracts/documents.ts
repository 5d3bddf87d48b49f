import { type Document, LineCounter, parseAllDocuments } from 'yaml';

/** The documents of a text, with the places of its lines. Nobody changes them: others read them too. */
export interface Documents {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** Characters of a text that is not worth keeping: it is parsed again in a moment. */
const SMALL = 20_000;
/** Characters of all texts whose documents are kept: they take a hundred times as much memory. */
const MOST_KEPT = 2_000_000;

let kept: Map<string, Documents> | null = null;

/** From now on in this thread, what was parsed last is kept. */
export function keepDocuments(): void {
  kept ??= new Map();
}

/** Does work in which each text is parsed once, whoever asks for it: merging, checking and comparing read the same ones. */
export function sharingDocuments<Result>(work: () => Result): Result {
  if (kept) return work();
  kept = new Map();
  try {
    return work();
  } finally {
    kept = null;
  }
}

/** Whether a text was parsed in this work, and need not be again. */
export function hasDocuments(text: string): boolean {
  return kept?.has(text) === true;
}

/**
 * Parses YAML. `mergesKeys`: what is merged into a map by `<<` is in its values, and the key is no longer one. Throws
 * RangeError where it is nested too deeply for the parser.
 */
export function documentsOf(
  text: string,
  { mergesKeys = false }: { readonly mergesKeys?: boolean } = {},
): Documents {
  const isMerged = mergesKeys && text.includes('<<');
  const known = isMerged ? undefined : kept?.get(text);
  if (known) return known;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    uniqueKeys: false,
    merge: isMerged,
    intAsBigInt: true,
    logLevel: 'silent',
    prettyErrors: false,
    lineCounter: lines,
  });
  const parsed = { documents: Array.isArray(documents) ? documents : [], lines };
  if (kept && !isMerged && text.length > SMALL) keep(kept, text, parsed);
  return parsed;
}

function keep(all: Map<string, Documents>, text: string, parsed: Documents): void {
  all.set(text, parsed);
  let size = [...all.keys()].reduce((sum, one) => sum + one.length, 0);
  for (const oldest of all.keys()) {
    if (size <= MOST_KEPT || oldest === text) return;
    all.delete(oldest);
    size -= oldest.length;
  }
}
