import { stripVTControlCharacters } from 'node:util';
import { oneLine } from './lines.ts';

/** Characters of output kept while a program starts. */
const KEPT = 4000;

/** Lines shown: the last one often only says what to type next; the reason precedes it. */
const LINES = 4;

export function withWords(words: string, bytes: Uint8Array): string {
  return (words + Buffer.from(bytes).toString('utf8')).slice(-KEPT);
}

/** The last lines with text, joined into one line without control characters. */
export function lastWords(words: string): string | null {
  const lines = stripVTControlCharacters(words).split(/[\r\n]+/);
  const telling = lines.filter((line) => /\w{2}/.test(line)).slice(-LINES);
  return oneLine(telling.map((line) => line.trim()).join(' · '));
}
