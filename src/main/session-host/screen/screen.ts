import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import { type Size, SNAPSHOT_PART, type SnapshotPart } from '../../../shared/wire/payloads.ts';
import type { Capacity } from './backlog.ts';
import { lostModes, mainCursor, scrollsWhole } from './lost-modes.ts';
import { paintLines } from './paint.ts';
import { Painted } from './painted.ts';
import { Unfinished } from './unfinished.ts';

/** Lines kept above the screen: 12 bytes per cell, so 7 MB at 120 columns. */
const SCROLLBACK = 5000;

const RESET = '\x1bc';
/** Synchronized output: the viewer paints once, at the end. */
const HOLD_PAINT = '\x1b[?2026h';
const PAINT = '\x1b[?2026l';

const encoder = new TextEncoder();

export interface ScreenEvents {
  onReply(bytes: Uint8Array): void;
  onTitle(title: string): void;
  onBell(): void;
}

/** The screen state of one session, from which every viewer starts. */
export class Screen {
  readonly #terminal: InstanceType<typeof headless.Terminal>;
  readonly #unfinished: Unfinished;

  constructor(size: Size, events: ScreenEvents) {
    this.#terminal = new headless.Terminal({
      allowProposedApi: true,
      cols: size.columns,
      rows: size.rows,
      scrollback: SCROLLBACK,
    });
    this.#unfinished = new Unfinished(this.#terminal);
    this.#terminal.loadAddon(new Unicode11Addon());
    this.#terminal.unicode.activeVersion = '11';
    this.#terminal.onData((text) => events.onReply(encoder.encode(text)));
    this.#terminal.onBinary((text) => events.onReply(Buffer.from(text, 'latin1')));
    this.#terminal.onTitleChange(events.onTitle);
    this.#terminal.onBell(events.onBell);
  }

  /** Resolves once the bytes are parsed. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#terminal.write(bytes, () => {
        this.#unfinished.parsed(bytes);
        resolve();
      });
    });
  }

  resize(size: Size): void {
    this.#terminal.resize(size.columns, size.rows);
  }

  /** How much plain output fits before the first line scrolls away; null while modes make that unpredictable. */
  plainCapacity(): Capacity | null {
    const plain = scrollsWhole(this.#terminal) && this.#unfinished.atGround();
    return plain ? { scrollback: SCROLLBACK, rows: this.#terminal.rows } : null;
  }

  /**
   * Yields the parts of a snapshot, and null between them for other work. Nothing may be written or resized before the
   * last part. Bytes that are not parsed yet are not included.
   */
  *snapshot(): Generator<SnapshotPart | null> {
    const size = { columns: this.#terminal.cols, rows: this.#terminal.rows };
    yield { ...size, part: SNAPSHOT_PART.screen, bytes: yield* this.#painted(0) };
    if (this.#terminal.buffer.normal.length > this.#terminal.rows) {
      yield { ...size, part: SNAPSHOT_PART.scrollback, bytes: yield* this.#painted(SCROLLBACK) };
    }
    const modes = encoder.encode(lostModes(this.#terminal));
    const bytes = Buffer.concat([modes, this.#unfinished.bytes()]);
    yield { ...size, part: SNAPSHOT_PART.modes, bytes };
  }

  /** The text of the screen's rows, from the top. */
  rows(): string[] {
    const { buffer, rows } = this.#terminal;
    const { active } = buffer;
    return Array.from(
      { length: rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  *#painted(scrollback: number): Generator<null, Uint8Array> {
    const terminal = this.#terminal;
    const { buffer, rows } = terminal;
    const { normal, alternate, active } = buffer;
    const out = new Painted();
    out.text(`${RESET}${HOLD_PAINT}`);
    const from = Math.max(0, normal.baseY - scrollback);
    yield* paintLines(terminal, { buffer: normal, from, to: normal.baseY + rows }, out);
    if (active.type === 'alternate') {
      out.text(`\x1b[m${mainCursor(terminal)}\x1b[?1049h\x1b[H`);
      yield* paintLines(terminal, { buffer: alternate, from: 0, to: rows }, out);
    }
    out.text(PAINT);
    return out.bytes();
  }
}
