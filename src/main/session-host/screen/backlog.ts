import { SCREEN_BACKLOG } from '../../../shared/wire/flow-control.ts';
import type { ToWorker } from './messages.ts';
import { coloursAfter, type Stretch, StretchReader } from './stretch.ts';

type Request = Extract<ToWorker, { kind: 'resize' | 'snapshot' }>;
type Item = { readonly stretch: Stretch; readonly counted: boolean } | Request;

/** Milliseconds of silence after which plain output is worked off, and the longest that it waits. */
const QUIET = 100;
const LONGEST_WAIT = 500;
/** The most bytes that wait: a session that nobody looks at is held at as many, which would be for nothing. */
const MOST_WAITING = SCREEN_BACKLOG.unwatched.high;

export interface Capacity {
  /** Lines above the screen. */
  readonly scrollback: number;
  readonly rows: number;
}

/**
 * What waits for the screen of one session. Plain output may wait a little: when more of it comes than the screen and
 * its scrollback hold, what would scroll away in the end is never parsed.
 */
export class Backlog {
  #items: Item[] = [];
  readonly #reader = new StretchReader();
  #since = 0;
  #last = 0;
  #bytes = 0;
  /** Items that must not wait: requests, and output that may be a question to the terminal. */
  #urgent = 0;

  get empty(): boolean {
    return this.#items.length === 0;
  }

  write(bytes: Uint8Array): void {
    this.#last = performance.now();
    if (this.empty) this.#since = this.#last;
    this.#bytes += bytes.length;
    this.#add({ stretch: this.#reader.read(bytes), counted: true });
  }

  request(request: Request): void {
    this.#add(request);
  }

  /** Milliseconds until there is something to do; 0 for now. */
  wait(): number {
    if (this.#urgent > 0 || this.#bytes >= MOST_WAITING) return 0;
    const until = Math.min(this.#last + QUIET, this.#since + LONGEST_WAIT);
    return Math.max(0, until - performance.now());
  }

  /** Waits again where it may: plain output keeps coming. */
  postpone(): boolean {
    this.#since = performance.now();
    return this.#urgent === 0;
  }

  /** Takes the request that comes next, null for output. */
  nextRequest(): Request | null {
    const [item] = this.#items;
    if (!item || 'stretch' in item) return null;
    this.#items.shift();
    this.#urgent -= 1;
    return item;
  }

  /** Takes at most `limit` bytes of output; `counted` of them came from the program. Null before a request. */
  nextOutput(limit: number): { readonly bytes: Uint8Array; readonly counted: number } | null {
    const [item] = this.#items;
    if (!item || !('stretch' in item)) return null;
    const { stretch, counted } = item;
    const bytes = stretch.bytes.subarray(0, limit);
    this.#bytes -= bytes.length;
    if (bytes.length === stretch.bytes.length) {
      this.#items.shift();
      if (!stretch.plain) this.#urgent -= 1;
    } else {
      // How many lines are in the rest is not known; the colours are those of its end in any case.
      const rest = { bytes: stretch.bytes.subarray(limit), newlines: 0, cut: -1, fromGround: true };
      this.#items[0] = { counted, stretch: { ...stretch, ...rest } };
    }
    return { bytes, counted: counted ? bytes.length : 0 };
  }

  /**
   * Leaves out what would scroll away: the beginning of plain output that enough whole lines follow. Only when the
   * screen is plain itself, without scroll region or alternate buffer. Returns the bytes that were left out.
   */
  condense({ scrollback, rows }: Capacity): number {
    const first = this.#items[0];
    if (!first || !('stretch' in first) || !first.stretch.fromGround) return 0;
    const run = this.#plainRun();
    // One more, since the line that the cut ends is left out.
    let missing = scrollback + 2 * rows + 1;
    let from = run.length;
    while (from > 0 && missing > 0) {
      from -= 1;
      missing -= run[from]?.newlines ?? 0;
    }
    while (from > 0 && (run[from]?.cut ?? -1) < 0) from -= 1;
    const kept = run[from];
    if (missing > 0 || from === 0 || !kept) return 0;
    const whole = run.slice(0, from);
    const skipped = whole.reduce((sum, { bytes }) => sum + bytes.length, kept.cut);
    const coloured = [...whole, { ...kept, bytes: kept.bytes.subarray(0, kept.cut) }]
      .filter(({ escapes }) => escapes)
      .map(({ bytes }) => bytes);
    const colours = coloursAfter(Buffer.concat(coloured));
    const bridge = new StretchReader().read(Buffer.from(`${colours}\r\n`, 'latin1'));
    const rest = { bytes: kept.bytes.subarray(kept.cut), newlines: kept.newlines - 1, cut: -1 };
    this.#items = [
      { counted: false, stretch: bridge },
      { counted: true, stretch: { ...kept, ...rest } },
      ...this.#items.slice(from + 1),
    ];
    this.#bytes += bridge.bytes.length - skipped;
    return skipped;
  }

  #plainRun(): Stretch[] {
    const run: Stretch[] = [];
    for (const item of this.#items) {
      if (!('stretch' in item) || !item.stretch.plain) break;
      run.push(item.stretch);
    }
    return run;
  }

  #add(item: Item): void {
    this.#items.push(item);
    if (!('stretch' in item) || !item.stretch.plain) this.#urgent += 1;
  }
}
