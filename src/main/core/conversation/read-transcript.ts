import { stat } from 'node:fs/promises';
import type { ConversationEntry, ConversationPage } from '../../../shared/contract/conversation.ts';
import { entriesOf } from './entries.ts';
import { linesBefore, linesFrom } from './transcript-lines.ts';

/** Most entries and bytes of one page, whatever the size of the file. */
const ENTRIES = 120;
const BYTES = 8 * 1024 * 1024;

/** Most results, and most bytes searched, per request. */
const FOUND = 50;
const SEARCHED = 64 * 1024 * 1024;

/** The page that ends at a byte offset; without one the last page. */
export async function pageBefore(path: string, before?: number): Promise<ConversationPage> {
  const end = Math.min(before ?? Number.POSITIVE_INFINITY, (await stat(path)).size);
  const lines: ConversationEntry[][] = [];
  let count = 0;
  let begin = end;
  let whole = before ?? 0;
  for await (const line of linesBefore(path, end)) {
    if (lines.length === 0) whole = line.end;
    begin = line.offset;
    const entries = entriesOf(line);
    lines.push(entries);
    count += entries.length;
    if (count >= ENTRIES || end - begin >= BYTES) break;
  }
  return { entries: lines.reverse().flat(), begin, end: whole };
}

/** The page that starts at a byte offset. */
export async function pageAfter(path: string, after: number): Promise<ConversationPage> {
  const entries: ConversationEntry[] = [];
  let end = after;
  for await (const line of linesFrom(path, after)) {
    entries.push(...entriesOf(line));
    end = line.end;
    if (entries.length >= ENTRIES || end - after >= BYTES) break;
  }
  return { entries, begin: after, end };
}

/** Entries that contain the words (ignoring case), from a byte offset on; see the contract. */
export async function findEntries(
  path: string,
  asked: { readonly words: string; readonly prompts: boolean; readonly from?: number | undefined },
): Promise<{ readonly found: ConversationEntry[]; readonly next: number | null }> {
  const words = asked.words.toLowerCase();
  const from = asked.from ?? 0;
  const found: ConversationEntry[] = [];
  for await (const line of linesFrom(path, from)) {
    if (found.length >= FOUND || line.offset - from >= SEARCHED) {
      return { found, next: line.offset };
    }
    const entries = entriesOf(line).filter(
      ({ kind, text, tool }) =>
        (!asked.prompts || kind === 'prompt') &&
        `${tool ?? ''} ${text}`.toLowerCase().includes(words),
    );
    found.push(...entries);
  }
  return { found, next: null };
}
