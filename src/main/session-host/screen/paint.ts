import type headless from '@xterm/headless';
import { type Style, styleSequence } from './style.ts';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;
type Line = NonNullable<ReturnType<HeadlessTerminal['buffer']['active']['getLine']>>;
type Cell = NonNullable<ReturnType<Line['getCell']>> & Style;

/** Output that paints the lines of a buffer into an empty one of the same size, cell by cell, wraps included. */
export function paintLines(
  buffer: HeadlessTerminal['buffer']['normal'],
  area: { readonly from: number; readonly to: number; readonly columns: number },
): string {
  const painter = new Painter(area.columns, buffer.getNullCell() as Cell);
  for (let row = area.from; row < area.to; row += 1) {
    const line = buffer.getLine(row);
    if (line) painter.line(line, row > area.from ? buffer.getLine(row - 1) : undefined);
  }
  return painter.text;
}

/** Output that puts the cursor behind the last column, which only a character written there does. */
export function paintLastCell(line: Line, columns: number): string {
  const last = line.getCell(columns - 1) as Cell | undefined;
  const wide = last?.getWidth() === 0;
  const cell = (wide ? line.getCell(columns - 2) : last) as Cell | undefined;
  if (!cell) return '';
  return `\x1b[${wide ? columns - 1 : columns}G${styleSequence(cell)}${cell.getChars() || ' '}`;
}

class Painter {
  text = '\x1b[m';
  /** Of the style that is set: a style is told by these but for the underline, which counts as a change. */
  private foreground = 0;
  private background = 0;
  /** The last column of the line before was written, so that the next character wraps. */
  private atEnd = false;

  constructor(
    private readonly columns: number,
    private readonly cell: Cell,
  ) {}

  line(line: Line, before: Line | undefined): void {
    if (before) this.begin(line, before);
    this.atEnd = false;
    let skip = 0;
    const end = this.lengthOf(line);
    for (let column = 0; column < end; column += 1) {
      const cell = this.load(line, column);
      const chars = cell.getChars();
      if (cell.getWidth() === 0) continue;
      if (chars === '' && isPlain(cell)) {
        skip += 1;
        continue;
      }
      if (skip > 0) this.text += `\x1b[${skip}C`;
      skip = 0;
      this.style(cell);
      this.atEnd = chars !== '' && column + cell.getWidth() >= this.columns;
      if (chars === '') {
        // Erased under a background, never written.
        this.text += '\x1b[X';
        skip = 1;
      } else this.text += chars;
    }
  }

  private begin(line: Line, before: Line): void {
    if (!line.isWrapped) {
      this.plain();
      this.text += '\r\n';
      return;
    }
    const first = this.load(line, 0).getChars();
    // A background would fill the rest of the line that comes in.
    if (this.atEnd && first !== '' && this.background === 0) return;
    // Wraps by characters that are erased again: moving the cursor there would make two lines of one.
    this.plain();
    if (!this.atEnd) this.text += `\x1b[${this.columns}G `;
    this.text += ' \x1b[D\x1b[X';
    if (!this.atEnd) {
      const erased = styleSequence(this.load(before, this.columns - 1));
      this.text += `\x1b[A\x1b[${this.columns}G${erased}\x1b[X\x1b[m\x1b[B`;
    }
    this.text += '\r';
  }

  private lengthOf(line: Line): number {
    let end = this.columns;
    while (end > 0) {
      const cell = this.load(line, end - 1);
      if (cell.getChars() !== '' || cell.getWidth() === 0 || !isPlain(cell)) break;
      end -= 1;
    }
    return end;
  }

  private load(line: Line, column: number): Cell {
    return (line.getCell(column, this.cell) ?? this.cell) as Cell;
  }

  private style(cell: Cell): void {
    const same = cell.fg === this.foreground && cell.bg === this.background;
    if (same && !cell.isUnderline()) return;
    this.text += styleSequence(cell);
    this.foreground = cell.fg;
    this.background = cell.bg;
  }

  private plain(): void {
    if (this.foreground !== 0 || this.background !== 0) this.text += '\x1b[m';
    this.foreground = 0;
    this.background = 0;
  }
}

function isPlain(cell: Cell): boolean {
  return cell.fg === 0 && cell.bg === 0;
}
