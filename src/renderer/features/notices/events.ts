import type { Notices } from '../../../shared/contract/layout.ts';
import type { InboxItem } from '../../../shared/contract/run.ts';
import type { Notice } from '../../link/index.ts';
import type { Sound } from '../../page/sounds.ts';

/** Remembers the inbox items that the person was notified of. Items of the first update do not count as new. */
export class NotifiedItems {
  #known: Set<string> | null = null;

  /** The items that are new since the last update. Each item is returned once, however often it appears. */
  fresh(items: readonly InboxItem[]): readonly InboxItem[] {
    const known = this.#known;
    const now = new Set(items.map(mark));
    // An id without a time says that a condition holds, not since when: once it is gone, its next occurrence is new.
    const kept = [...(known ?? [])].filter((one) => one.includes(':') || now.has(one));
    this.#known = new Set([...kept, ...now]);
    return known ? items.filter((item) => !known.has(mark(item))) : [];
  }
}

/** A sync point that becomes ready again has the same id, so the time is added to tell the events apart. */
function mark(item: InboxItem): string {
  return item.sync === null ? item.id : `${item.id}:${item.since}`;
}

/** Whether quiet hours suppress notices and sounds now. */
export function isQuiet(chosen: Notices, now: Date): boolean {
  if (!chosen.quiet) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const from = minuteOf(chosen.quietFrom);
  const to = minuteOf(chosen.quietTo);
  // Quiet hours across midnight begin at the later time of day.
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOf(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

const OVER: ReadonlySet<InboxItem['kind']> = new Set(['finished', 'ready']);

/** The one sound for several items: "needs you" takes precedence over "finished"; null if neither is enabled. */
export function soundOf(items: readonly InboxItem[], chosen: Notices): Sound | null {
  if (chosen.needsYouSound && items.some(({ kind }) => !OVER.has(kind))) return 'needs-you';
  return chosen.finishedSound && items.some(({ kind }) => OVER.has(kind)) ? 'finished' : null;
}

const WORDS: Record<InboxItem['kind'], string> = {
  permission: 'asks for permission',
  question: 'asks',
  'first-run': 'needs setting up',
  finished: 'has finished',
  failed: 'has failed',
  stray: 'has changed',
  ready: 'can be merged',
  conflict: 'has conflicts',
};

/** Maximum length of a notice's text, in characters. */
const BODY = 200;

export function noticeOf(item: InboxItem, subject: string): Notice {
  const { id, kind, message } = item;
  return { id, title: `${subject} ${WORDS[kind]}`, body: message.slice(0, BODY) };
}
