import type { ConversationEntry, ConversationPage } from '../../../shared/contract/conversation.ts';

/** Maximum number of entries shown, because more make the page slow; reading on drops entries at the other end. */
const KEPT = 600;

/** The part of a conversation that is shown. */
export interface Shown extends ConversationPage {
  /** Whether it reaches the end of the conversation, as far as that was loaded. */
  readonly atEnd: boolean;
}

export function lastPage(page: ConversationPage): Shown {
  return { ...page, atEnd: true };
}

/** Adds an earlier page in front. */
export function withEarlier(shown: Shown, page: ConversationPage): Shown {
  const entries = [...page.entries, ...shown.entries];
  if (entries.length <= KEPT) return { ...shown, entries, begin: page.begin };
  const kept = wholeLines(entries.slice(0, KEPT), entries[KEPT]);
  return { entries: kept, begin: page.begin, end: entries[kept.length]?.offset ?? 0, atEnd: false };
}

/** Adds a later page at the end; sets `atEnd` when that page is empty. */
export function withLater(shown: Shown, page: ConversationPage): Shown {
  if (page.end === page.begin) return { ...shown, atEnd: true };
  const entries = [...shown.entries, ...page.entries];
  const first = entries[Math.max(0, entries.length - KEPT)];
  const kept = entries.filter(({ offset }) => offset >= (first?.offset ?? 0));
  const begin = kept.length === entries.length ? shown.begin : (kept[0]?.offset ?? shown.begin);
  return { entries: kept, begin, end: page.end, atEnd: shown.atEnd };
}

/** Drops the last line if only some of its entries fit, because pages begin at line boundaries. */
function wholeLines(
  entries: readonly ConversationEntry[],
  next: ConversationEntry | undefined,
): ConversationEntry[] {
  return entries.filter(({ offset }) => offset !== next?.offset);
}

/** "12,300 tokens in, 4,100 out"; with the cost if the CLI recorded one. */
export function usageWords(usage: {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWritten: number;
  readonly cost: number | null;
}): string {
  const number = new Intl.NumberFormat(undefined, { notation: 'compact' });
  const all = usage.input + usage.cacheRead + usage.cacheWritten;
  const cost = usage.cost === null ? '' : `, $${usage.cost.toFixed(2)}`;
  return `${number.format(all)} tokens in, ${number.format(usage.output)} out${cost}`;
}
