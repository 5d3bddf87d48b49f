import { PANE_TURN } from '../../../shared/wire/flow-control.ts';

/** Milliseconds between writes to a terminal without the focus. */
const TURN = 100;
/** Milliseconds that other terminals pause at most, waiting for the echo of a typed key. */
const ECHO_WITHIN = 250;

/** A step in the order of the session's stream: write bytes, or change the terminal between writes. */
export type Piece = { readonly bytes: Uint8Array } | { readonly apply: () => void };

export interface PacedTerminal {
  /** Writes bytes; calls `parsed` once they are parsed. */
  write(bytes: Uint8Array, parsed: () => void): void;
  acknowledge(bytes: number): void;
}

export interface Clock {
  now(): number;
  /** Runs a callback after a delay; returns a function that cancels it. */
  after(milliseconds: number, run: () => void): () => void;
}

export const pageClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

interface Lane {
  readonly terminal: PacedTerminal;
  queue: Piece[];
  lastTurn: number;
}

/**
 * Shares the page's one thread among terminals: the focused terminal is written immediately, the others take turns, and
 * pause while a typed key waits for its echo. Drops nothing; flow-control credit limits the queues.
 */
export class PacedOutput {
  readonly #lanes = new Map<number, Lane>();
  #focused: number | null = null;
  #keyAt: number | null = null;
  #cancel: (() => void) | null = null;

  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(session: number, terminal: PacedTerminal): void {
    this.#lanes.set(session, { terminal, queue: [], lastTurn: Number.NEGATIVE_INFINITY });
  }

  remove(session: number): void {
    this.#lanes.delete(session);
  }

  push(session: number, piece: Piece): void {
    const lane = this.#lanes.get(session);
    if (!lane) return;
    lane.queue.push(piece);
    if (session === this.#focused) {
      if ('bytes' in piece) this.#keyAt = null;
      this.#give(lane, Number.POSITIVE_INFINITY);
    } else this.#turn();
  }

  /** Discards the queued output, e.g. because a snapshot replaces it, and returns its credit. */
  clear(session: number): void {
    const lane = this.#lanes.get(session);
    if (!lane) return;
    for (const piece of lane.queue) {
      if ('bytes' in piece) lane.terminal.acknowledge(piece.bytes.length);
    }
    lane.queue = [];
  }

  focus(session: number | null): void {
    this.#focused = session;
    this.#keyAt = null;
    const lane = session === null ? undefined : this.#lanes.get(session);
    if (lane) this.#give(lane, Number.POSITIVE_INFINITY);
  }

  keyPressed(session: number): void {
    if (session === this.#focused) this.#keyAt ??= this.#clock.now();
  }

  #turn(): void {
    this.#cancel?.();
    this.#cancel = null;
    const now = this.#clock.now();
    const held = this.#heldUntil(now);
    let next = Number.POSITIVE_INFINITY;
    for (const [session, lane] of this.#lanes) {
      if (session === this.#focused || lane.queue.length === 0) continue;
      const due = Math.max(lane.lastTurn + TURN, held);
      if (due <= now) {
        lane.lastTurn = now;
        this.#give(lane, PANE_TURN);
      }
      if (lane.queue.length > 0) next = Math.min(next, Math.max(lane.lastTurn + TURN, held));
    }
    if (next < Number.POSITIVE_INFINITY) {
      this.#cancel = this.#clock.after(Math.max(0, next - now), () => this.#turn());
    }
  }

  #heldUntil(now: number): number {
    if (this.#keyAt === null) return now;
    const until = this.#keyAt + ECHO_WITHIN;
    // The key got no echo, e.g. in a password prompt; stop waiting for it.
    if (until <= now) this.#keyAt = null;
    return until <= now ? now : until;
  }

  #give(lane: Lane, limit: number): void {
    let left = limit;
    while (left > 0) {
      const piece = lane.queue[0];
      if (!piece) return;
      if ('apply' in piece) {
        lane.queue.shift();
        piece.apply();
        continue;
      }
      const part = piece.bytes.length > left ? piece.bytes.subarray(0, left) : piece.bytes;
      if (part === piece.bytes) lane.queue.shift();
      else lane.queue[0] = { bytes: piece.bytes.subarray(part.length) };
      left -= part.length;
      lane.terminal.write(part, () => lane.terminal.acknowledge(part.length));
    }
  }
}
