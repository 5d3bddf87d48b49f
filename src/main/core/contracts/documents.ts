import { type Document, LineCounter, parseAllDocuments } from 'yaml';

/** Parsed documents of a text, with line positions. Shared between callers, so they must not be modified. */
export interface Documents {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** Minimum characters of a text to cache: smaller ones are parsed again quickly. */
const SMALL = 20_000;
/** Maximum total characters of cached texts: parsed documents take about a hundred times as much memory. */
const MOST_KEPT = 2_000_000;

let kept: Map<string, Documents> | null = null;

/** Enables the cache of parsed documents permanently in this thread. */
export function keepDocuments(): void {
  kept ??= new Map();
}

/** Runs work with a shared cache of parsed documents: merging, checking and comparing parse the same texts. */
export function sharingDocuments<Result>(work: () => Result): Result {
  if (kept) return work();
  kept = new Map();
  try {
    return work();
  } finally {
    kept = null;
  }
}

/** Whether the cache contains the documents of a text. */
export function hasDocuments(text: string): boolean {
  return kept?.has(text) === true;
}

/**
 * Parses YAML. `mergesKeys`: resolves `<<`, so that merged entries appear as values and the key itself does not. Throws
 * RangeError if the text is nested too deeply for the parser.
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
