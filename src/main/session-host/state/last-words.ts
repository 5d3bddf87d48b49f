import { stripVTControlCharacters } from 'node:util';
import { oneLine } from './lines.ts';

/** Characters of output that are kept while a program starts. */
const KEPT = 4000;

export function withWords(words: string, bytes: Uint8Array): string {
  return (words + Buffer.from(bytes).toString('utf8')).slice(-KEPT);
}

/** The last line that says something, as plain text. */
export function lastWords(words: string): string | null {
  const lines = stripVTControlCharacters(words).split(/[\r\n]+/);
  return oneLine(lines.findLast((line) => /\w{2}/.test(line)));
}
