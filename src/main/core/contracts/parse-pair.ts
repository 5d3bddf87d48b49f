import { Common, chunksOf } from './chunks.ts';
import { parseContract } from './parse.ts';
import { type Parsed, parseChanged } from './tree.ts';
import { NotStructural } from './types.ts';

/** Characters of a text that is parsed whole in a moment. */
const SMALL = 20_000;
/**
 * A map of so many entries is a register of things of one kind (paths, schemas, tables). Entries of smaller maps may
 * explain each other, such as `required` and `properties`: they are all read.
 */
const REGISTER = 30;

/**
 * Two versions of a contract, to be compared: entries of large maps that both have, word for word, are only named. Throws
 * NotStructural for what only text can compare.
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
    // Whatever it was: with everything parsed it may be another.
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}
