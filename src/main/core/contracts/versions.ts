import type { Common } from './chunks.ts';
import { parseContract } from './parse.ts';
import { type Parsed, parseChanged } from './tree.ts';
import { NotStructural } from './types.ts';

/** Bytes; parsing larger files takes seconds. */
const LARGEST_BYTES = 2_000_000;

/** The three parsed versions of a contract. */
export interface Versions {
  readonly base: Parsed;
  readonly ours: Parsed;
  readonly theirs: Parsed;
  /** Whether both sides are JSON, so that the result must be JSON too. */
  readonly isJson: boolean;
  /** Entries shared by all versions, which were not parsed; null if everything was parsed. */
  readonly common: Common | null;
}

/** Throws NotStructural if the bytes are not UTF-8 or too large. */
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

/** Parses a merge result as its versions were parsed; null if that is impossible. */
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
