import { Common, chunksOf } from './chunks.ts';
import { parseContract } from './parse.ts';
import { type Parsed, parseChanged } from './tree.ts';
import { NotStructural } from './types.ts';

/** Total characters of two texts that are parsed whole quickly. */
const SMALL = 20_000;
/**
 * Minimum entries of a map that counts as a register of similar things (paths, schemas, tables). Entries of smaller
 * maps may depend on each other, such as `required` and `properties`, so they are all parsed.
 */
const REGISTER = 30;

/**
 * Parses two versions of a contract to compare them. Entries of large maps that are equal word for word are not parsed.
 * Throws NotStructural if only a line comparison is possible.
 */
export function parsePair(before: string, after: string): readonly [Parsed, Parsed] {
  if (before.length + after.length > SMALL) {
    const [own, other] = [chunksOf(before), chunksOf(after)];
    const common = own && other && new Common([own, other], REGISTER);
    const pair = common && changedPair(before, after, common);
    if (pair) return pair;
  }
  return [parseContract(before), parseContract(after)];
}

function changedPair(before: string, after: string, common: Common): [Parsed, Parsed] | null {
  try {
    return [parseChanged(before, common), parseChanged(after, common)];
  } catch (thrown) {
    // A full parse may succeed, or report a more specific reason.
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}
