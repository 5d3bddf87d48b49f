import type { ConversationEntry, ConversationPage } from '../../../shared/contract/conversation.ts';

/** More entries at once make a page slow; who reads on lets go of the other end. */
const KEPT = 600;

/** The stretch of a conversation that is on the screen. */
export interface Shown extends ConversationPage {
  /** It reaches the end of what was said, as far as that was read. */
  readonly atEnd: boolean;
}

export function lastPage(page: ConversationPage): Shown {
  return { ...page, atEnd: true };
}

/** With an earlier page before it. */
export function withEarlier(shown: Shown, page: ConversationPage): Shown {
  const entries = [...page.entries, ...shown.entries];
  if (entries.length <= KEPT) return { ...shown, entries, begin: page.begin };
  const kept = wholeLines(entries.slice(0, KEPT), entries[KEPT]);
  return { entries: kept, begin: page.begin, end: entries[kept.length]?.offset ?? 0, atEnd: false };
}

/** With a later page after it; `atEnd` once that has nothing more to give. */
export function withLater(shown: Shown, page: ConversationPage): Shown {
  if (page.end === page.begin) return { ...shown, atEnd: true };
  const entries = [...shown.entries, ...page.entries];
  const first = entries[Math.max(0, entries.length - KEPT)];
  const kept = entries.filter(({ offset }) => offset >= (first?.offset ?? 0));
  const begin = kept.length === entries.length ? shown.begin : (kept[0]?.offset ?? shown.begin);
  return { entries: kept, begin, end: page.end, atEnd: shown.atEnd };
}

/** A line is shown whole or not at all: pages begin with lines. */
function wholeLines(
  entries: readonly ConversationEntry[],
  next: ConversationEntry | undefined,
): ConversationEntry[] {
  return entries.filter(({ offset }) => offset !== next?.offset);
}

/** "12,300 tokens in, 4,100 out"; with the cost where the CLI wrote it down. */
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
