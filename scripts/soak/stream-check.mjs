import headless from '@xterm/headless';

/** Lines that a snapshot holds, and some more. */
const SCROLLBACK = 6000;
/** Bytes of a difference that are told. */
const SHOWN = 120;

/** The `number`th line of a session's endless output: narrower than any terminal here, so that it never wraps. */
const lineOf = (tag, number) => `${tag}_${number}_known-bytes-0123456789-abcdefghijklmnop`;

/** The shell line that prints them, from 1 on; `seq` is as fast as any terminal. */
export function endless(tag) {
  return `exec seq -f '${lineOf(tag, '%.0f')}' 1 1000000000000`;
}

/**
 * Compares what one viewer gets of one session, byte by byte, with what the session prints: whole lines of a snapshot
 * in order, then the output from exactly that place on.
 */
export class StreamCheck {
  #tag;
  #counts;
  #snapshot = null;
  #queue = Promise.resolve();
  #line = 0;
  /** Expected bytes of the line that are not here yet; null before a first snapshot. */
  #rest = null;

  constructor(tag, counts) {
    this.#tag = tag;
    this.#counts = counts;
  }

  /** One part of a snapshot; resolves once it was looked at. */
  part(size, kind, bytes) {
    return this.#inOrder(async () => {
      if (kind === 0) this.#snapshot = { ...size, bytes };
      else if (kind === 1 && this.#snapshot) this.#snapshot.bytes = bytes;
      if (kind !== 2 || !this.#snapshot) return;
      // The last part puts the cursor where it is: the lines alone leave it behind their text.
      const shown = { ...this.#snapshot, bytes: Buffer.concat([this.#snapshot.bytes, bytes]) };
      this.#snapshot = null;
      await this.#place(shown);
    });
  }

  /** Output of the program; resolves once it was compared. */
  output(bytes) {
    return this.#inOrder(() => this.#compare(bytes));
  }

  #inOrder(work) {
    this.#queue = this.#queue.then(work);
    return this.#queue;
  }

  #compare(bytes) {
    if (!this.#rest) return;
    let expected = this.#rest;
    if (expected.length < bytes.length) {
      const more = [];
      let length = expected.length;
      while (length < bytes.length) {
        this.#line += 1;
        const line = `${lineOf(this.#tag, this.#line)}\r\n`;
        more.push(line);
        length += line.length;
      }
      expected = Buffer.concat([expected, Buffer.from(more.join(''), 'latin1')]);
    }
    if (expected.compare(bytes, 0, bytes.length, 0, bytes.length) !== 0) {
      const part = (buffer) => JSON.stringify(buffer.toString('latin1', 0, SHOWN));
      this.#wrong(`output, ${part(bytes)} instead of ${part(expected)}`);
      // One gap is counted once: what follows is compared again from the next snapshot on.
      this.#rest = null;
      return;
    }
    this.#rest = expected.subarray(bytes.length);
    this.#counts.bytes += bytes.length;
  }

  async #place({ columns, rows, bytes }) {
    const terminal = new headless.Terminal({
      cols: columns,
      rows,
      scrollback: SCROLLBACK,
      allowProposedApi: true,
    });
    await new Promise((done) => terminal.write(bytes, done));
    const { active } = terminal.buffer;
    const last = active.baseY + active.cursorY;
    const textAt = (row) => active.getLine(row)?.translateToString(true) ?? '';
    const numbers = [];
    for (let row = 0; row < last; row += 1) numbers.push(this.#numberOf(textAt(row)));
    const partial = textAt(last);
    const atStart = active.cursorX === 0;
    terminal.dispose();
    const first = numbers[0] ?? 1;
    if (numbers.some((number, index) => number !== first + index)) this.#wrong('snapshot');
    this.#counts.lines += numbers.length;
    this.#counts.snapshots += 1;
    this.#line = first + numbers.length;
    const line = lineOf(this.#tag, this.#line);
    if (!line.startsWith(partial)) this.#wrong('last line');
    // A whole line with the cursor in front of it has got its return, and not its newline.
    const arrived = partial.length + (partial !== '' && atStart ? 1 : 0);
    this.#rest = Buffer.from(`${line}\r\n`, 'latin1').subarray(arrived);
  }

  /** 0 for what is no line of this session. */
  #numberOf(text) {
    const number = Number(text.slice(this.#tag.length + 1).split('_')[0]);
    return text === lineOf(this.#tag, number) ? number : 0;
  }

  #wrong(where) {
    this.#counts.wrong += 1;
    console.error(`${this.#tag}: wrong ${where} at line ${this.#line}`);
  }
}
