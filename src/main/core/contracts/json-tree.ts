import { JsonProblem, type JsonText, looksLikeJson, readJsonText } from './json-reader.ts';
import { NotStructural } from './types.ts';

/** Behind a blank or at the beginning, what would be a comment if it were JSON. */
export const COMMENT_LIKE = /(?:^|\s)\/[/*]/;

/**
 * The values of a JSON text with their places, as the parser of YAML would read them, in a fraction of its time; with
 * comments and trailing commas. Null where it is no JSON map or list. Throws NotStructural for what only text can merge.
 */
export function readJson(text: string): JsonText | null {
  if (!looksLikeJson(text)) return null;
  const read = tried(text);
  if (read?.hasDoubles) throw new NotStructural('It holds a key twice.');
  return read;
}

function tried(text: string): JsonText | null {
  try {
    return readJsonText(text);
  } catch (thrown) {
    if (thrown instanceof JsonProblem) return null;
    throw thrown;
  }
}
