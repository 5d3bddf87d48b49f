import { SCREEN_BACKLOG } from '../../../shared/wire/flow-control.ts';
import type { ToWorker } from './messages.ts';
import { coloursAfter, type Stretch, StretchReader } from './stretch.ts';

type Request = Extract<ToWorker, { kind: 'resize' | 'snapshot' }>;
type Item = { readonly stretch: Stretch; readonly counted: boolean } | Request;

/** Milliseconds of silence after which plain output is parsed, and the longest it waits. */
const QUIET = 100;
const LONGEST_WAIT = 500;
/** Most bytes held: at as many waiting bytes a hidden session's program is blocked, which would be for nothing. */
const MOST_WAITING = SCREEN_BACKLOG.unwatched.high;

export interface Capacity {
  /** Lines above the screen. */
  readonly scrollback: number;
  readonly rows: number;
}

/**
 * The output that waits for the screen of one session. Plain output may wait a little: when more of it arrives than
 * screen and scrollback hold, the lines that would scroll away are never parsed.
 */
export class Backlog {
  #items: Item[] = [];
  readonly #reader = new StretchReader();
  #since = 0;
  #last = 0;
  #bytes = 0;
  /** Items that must not wait: requests, and output that may query the terminal. */
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

  /** Milliseconds until there is work; 0 for now. */
  wait(): number {
    if (this.#urgent > 0 || this.#bytes >= MOST_WAITING) return 0;
    const until = Math.min(this.#last + QUIET, this.#since + LONGEST_WAIT);
    return Math.max(0, until - performance.now());
  }

  /** Delays plain output further while more keeps coming. False when it must be parsed now. */
  postpone(): boolean {
    this.#since = performance.now();
    return this.#urgent === 0;
  }

  /** The next request; null when output comes first. */
  nextRequest(): Request | null {
    const [item] = this.#items;
    if (!item || 'stretch' in item) return null;
    this.#items.shift();
    this.#urgent -= 1;
    return item;
  }

  /**
   * Takes at most `limit` bytes of output, of which `counted` came from the program. Null when a request comes first.
   */
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
      // The number of lines in the rest is unknown; its colours are those at its end in any case.
      const rest = { bytes: stretch.bytes.subarray(limit), newlines: 0, cut: -1, fromGround: true };
      this.#items[0] = { counted, stretch: { ...stretch, ...rest } };
    }
    return { bytes, counted: counted ? bytes.length : 0 };
  }

  /**
   * Drops output that would scroll away: the beginning of plain output that is followed by enough whole lines. Only
   * when the screen itself is plain, without scroll region or alternate buffer. Returns the number of bytes dropped.
   */
  condense({ scrollback, rows }: Capacity): number {
    const first = this.#items[0];
    if (!first || !('stretch' in first) || !first.stretch.fromGround) return 0;
    const run = this.#plainRun();
    // One more, because the line that contains the cut is dropped.
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
