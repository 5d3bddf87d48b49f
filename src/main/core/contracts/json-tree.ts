import { JsonProblem, type JsonText, looksLikeJson, readJsonText } from './json-reader.ts';
import { NotStructural } from './types.ts';

/** Text that would start a comment in JSON, at the start or after white space. */
export const COMMENT_LIKE = /(?:^|\s)\/[/*]/;

/**
 * Parses a JSON text into the same tree as the YAML parser, but much faster, and records comments and trailing commas.
 * Null if it is not a JSON map or list. Throws NotStructural if only a line merge can handle it.
 */
export function readJson(text: string): JsonText | null {
  if (!looksLikeJson(text)) return null;
  const read = tried(text);
  if (read?.hasDoubles) throw new NotStructural('It contains a duplicate key.');
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
