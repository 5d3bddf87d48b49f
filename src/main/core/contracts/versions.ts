import type { Common } from './chunks.ts';
import { parseContract } from './parse.ts';
import { type Parsed, parseChanged } from './tree.ts';
import { NotStructural } from './types.ts';

/** Parsing takes seconds beyond this. */
const LARGEST_BYTES = 2_000_000;

/** A contract as both sides have it, and as it was before. */
export interface Versions {
  readonly base: Parsed;
  readonly ours: Parsed;
  readonly theirs: Parsed;
  /** Both sides are JSON, so that the result has to be JSON too. */
  readonly isJson: boolean;
  /** What was not parsed, being in all of them; null where everything was. */
  readonly common: Common | null;
}

/** Throws NotStructural for what is no text, or too large. */
export function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST_BYTES) throw new NotStructural('It is larger than 2 MB.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotStructural('It is not valid UTF-8.');
  }
}

export function parseBytes(bytes: Uint8Array): Parsed {
  return parseContract(decode(bytes));
}

/** A text that was made of others, read like them; null where it cannot be. */
export function parseOrNull(bytes: Uint8Array, common: Common | null): Parsed | null {
  try {
    const text = decode(bytes);
    return common ? parseChanged(text, common) : parseContract(text);
  } catch (thrown) {
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}
