import type headless from '@xterm/headless';
import { linkOf, linkSequence } from './links.ts';
import type { Painted } from './painted.ts';
import { isUnderlined, type Style, styleSequence } from './style.ts';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;
type Line = NonNullable<ReturnType<HeadlessTerminal['buffer']['active']['getLine']>>;
type Cell = NonNullable<ReturnType<Line['getCell']>> & Style & { isCombined(): number };

/** Rows `from` (inclusive) to `to` (exclusive) of a buffer. */
interface Area {
  readonly buffer: HeadlessTerminal['buffer']['normal'];
  readonly from: number;
  readonly to: number;
}

/** Rows painted per step: about 10 ms. */
const PIECE = 500;

/**
 * Yields after each step of painting the rows of a buffer into an empty one of the same size, cell by cell, wraps
 * included. Nothing may be written to the buffer until it is done.
 */
export function* paintLines(
  terminal: HeadlessTerminal,
  { buffer, from, to }: Area,
  out: Painted,
): Generator<null> {
  const painter = new Painter(terminal, buffer.getNullCell() as Cell, out);
  for (let row = from; row < to; row += 1) {
    const line = buffer.getLine(row);
    if (line) painter.line(line, row > from ? buffer.getLine(row - 1) : undefined);
    if ((row - from) % PIECE === PIECE - 1) yield null;
  }
  painter.end();
}

/** Output that puts the cursor behind the last column, which only writing a character there does. */
export function paintLastCell(terminal: HeadlessTerminal, line: Line): string {
  const { cols: columns } = terminal;
  const last = line.getCell(columns - 1) as Cell | undefined;
  const wide = last?.getWidth() === 0;
  const cell = (wide ? line.getCell(columns - 2) : last) as Cell | undefined;
  if (!cell) return '';
  const link = linkOf(cell);
  const [begin, end] = link === 0 ? ['', ''] : [link, 0].map((at) => linkSequence(terminal, at));
  const place = `\x1b[${wide ? columns - 1 : columns}G`;
  return `${place}${styleSequence(cell)}${begin}${cell.getChars() || ' '}${end}`;
}

class Painter {
  /** The current style; underline is not part of it and counts as a change. */
  #foreground = 0;
  #background = 0;
  /** The link of the current style. */
  #link = 0;
  readonly #columns: number;
  /** The last column of the previous row was written, so the next character wraps. */
  #atEnd = false;

  readonly #terminal: HeadlessTerminal;
  readonly #cell: Cell;
  readonly #out: Painted;
  constructor(terminal: HeadlessTerminal, cell: Cell, out: Painted) {
    this.#terminal = terminal;
    this.#cell = cell;
    this.#out = out;
    this.#columns = terminal.cols;
    out.text('\x1b[m');
  }

  /** Ends the current link. */
  end(): void {
    this.#lead(0);
  }

  line(line: Line, before: Line | undefined): void {
    if (before) this.#begin(line, before);
    this.#atEnd = false;
    let skip = 0;
    const end = this.#lengthOf(line);
    for (let column = 0; column < end; column += 1) {
      const cell = this.#load(line, column);
      const width = cell.getWidth();
      if (width === 0) continue;
      const blank = isBlank(cell);
      if (blank && isPlain(cell)) {
        skip += 1;
        continue;
      }
      if (skip > 0) this.#out.text(`\x1b[${skip}C`);
      skip = 0;
      this.#style(cell);
      this.#atEnd = !blank && column + width >= this.#columns;
      if (blank) {
        // The cell was erased with a background colour, never written.
        this.#out.text('\x1b[X');
        skip = 1;
      } else this.#character(cell);
    }
  }

  #character(cell: Cell): void {
    const code = cell.getCode();
    if (code < 128 && !cell.isCombined()) this.#out.ascii(code);
    else this.#out.text(cell.getChars());
  }

  #begin(line: Line, before: Line): void {
    if (!line.isWrapped) {
      this.#plain();
      this.#out.text('\r\n');
      return;
    }
    const first = this.#load(line, 0);
    // The background would fill the rest of the wrapped row.
    if (this.#atEnd && !isBlank(first) && first.getBgColorMode() === 0) return;
    // Wrap by writing characters that are erased again: moving the cursor would turn one line into two.
    this.#plain();
    if (!this.#atEnd) this.#out.text(`\x1b[${this.#columns}G `);
    this.#out.text(' \x1b[D\x1b[X');
    if (!this.#atEnd) {
      const erased = styleSequence(this.#load(before, this.#columns - 1));
      this.#out.text(`\x1b[A\x1b[${this.#columns}G${erased}\x1b[X\x1b[m\x1b[B`);
    }
    this.#out.text('\r');
  }

  #lengthOf(line: Line): number {
    let end = this.#columns;
    while (end > 0) {
      const cell = this.#load(line, end - 1);
      if (!isBlank(cell) || cell.getWidth() === 0 || !isPlain(cell)) break;
      end -= 1;
    }
    return end;
  }

  #load(line: Line, column: number): Cell {
    return (line.getCell(column, this.#cell) ?? this.#cell) as Cell;
  }

  #lead(link: number): void {
    if (link !== this.#link) this.#out.text(linkSequence(this.#terminal, link));
    this.#link = link;
  }

  #style(cell: Cell): void {
    this.#lead(linkOf(cell));
    const same = cell.fg === this.#foreground && cell.bg === this.#background;
    if (same && !isUnderlined(cell)) return;
    this.#out.text(styleSequence(cell));
    this.#foreground = cell.fg;
    this.#background = cell.bg;
  }

  #plain(): void {
    if (this.#foreground !== 0 || this.#background !== 0) this.#out.text('\x1b[m');
    this.#foreground = 0;
    this.#background = 0;
  }
}

/** Never written, or erased. */
function isBlank(cell: Cell): boolean {
  return cell.getCode() === 0 && !cell.isCombined();
}

function isPlain(cell: Cell): boolean {
  return cell.fg === 0 && cell.bg === 0;
}
