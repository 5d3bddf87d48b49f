import type { Notices } from '../../../shared/contract/layout.ts';
import type { InboxItem } from '../../../shared/contract/run.ts';
import type { Notice } from '../../link/index.ts';
import type { Sound } from '../../page/sounds.ts';

/** What was told already. The first look at a run tells nothing: what waits there is no news. */
export class Told {
  #known: Set<string> | null = null;

  /** The items that began to wait since the last look. Each is given once, however often it is seen. */
  fresh(items: readonly InboxItem[]): readonly InboxItem[] {
    const known = this.#known;
    const now = new Set(items.map(mark));
    // An id without a time says that something is, not when it began: once it is gone, it is news again.
    const kept = [...(known ?? [])].filter((one) => one.includes(':') || now.has(one));
    this.#known = new Set([...kept, ...now]);
    return known ? items.filter((item) => !known.has(mark(item))) : [];
  }
}

/** A sync point that is ready again after more work is another event under the same id. */
function mark(item: InboxItem): string {
  return item.sync === null ? item.id : `${item.id}:${item.since}`;
}

/** Whether nothing is to be shown or to sound at this time of the day. */
export function isQuiet(chosen: Notices, now: Date): boolean {
  if (!chosen.quiet) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const from = minuteOf(chosen.quietFrom);
  const to = minuteOf(chosen.quietTo);
  // Over midnight, the later time comes first.
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOf(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

const OVER: ReadonlySet<InboxItem['kind']> = new Set(['finished', 'ready']);

/** The one sound for what came at once: what needs somebody before what is over; null where neither is wanted. */
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

/** As much of a message as a notice has room for. */
const BODY = 200;

export function noticeOf(item: InboxItem, subject: string): Notice {
  const { id, kind, message } = item;
  return { id, title: `${subject} ${WORDS[kind]}`, body: message.slice(0, BODY) };
}
