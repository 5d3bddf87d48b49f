/** A piece of output, and what can be told of it without a terminal. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** Nothing but text, tabs, line ends and colours: on a full screen, all of it scrolls away in the end. */
  readonly plain: boolean;
  /** Begins outside of any escape sequence. */
  readonly fromGround: boolean;
  readonly newlines: number;
  /** Where its first line ends, and the colours up to there; -1 where it has no line end. */
  readonly cut: number;
  readonly coloursAtCut: Colours;
  readonly colours: Colours;
}

/**
 * Colour sequences in the order of their last use. Each one only assigns, so an earlier use of the same one has no
 * effect, and one that resets makes all before it void.
 */
export interface Colours {
  readonly reset: boolean;
  readonly sequences: readonly string[];
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const BRACKET = 0x5b;
const SGR_END = 0x6d;
/** Leads the two bytes of U+0080 to U+009F, which are controls. */
const C1_LEAD = 0xc2;
/** What each byte outside of an escape sequence is: a flood is read a byte at a time. */
const TEXT = 0;
const OTHER = 1;
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === C1_LEAD) return OTHER;
  // Bell, backspace, tab and return do nothing that outlives their line.
  const harmless = byte >= 0x20 || (byte >= 0x07 && byte <= 0x09) || byte === RETURN;
  return harmless ? TEXT : OTHER;
});
/** A sequence that is longer is no colour; more kinds of them are not worth keeping. */
const LONGEST = 64;
const MOST = 256;

/** Reads the output of one session piece by piece, in order. Escape sequences may span pieces. */
export class StretchReader {
  private state: 'ground' | 'escape' | 'sequence' = 'ground';
  private sequence: number[] = [];

  read(bytes: Uint8Array): Stretch {
    const fromGround = this.state === 'ground';
    const colours = new ColourList();
    let [plain, newlines, cut] = [true, 0, -1];
    let coloursAtCut: Colours = { reset: false, sequences: [] };
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.state !== 'ground') {
        plain = this.inSequence(bytes[at] ?? 0, colours) && plain;
        continue;
      }
      at = afterText(bytes, at);
      const byte = bytes[at];
      if (byte === NEWLINE) {
        newlines += 1;
        if (cut < 0 && bytes[at - 1] === RETURN) {
          cut = at + 1;
          coloursAtCut = colours.copy();
        }
      } else if (byte === ESCAPE) this.state = 'escape';
      else if (byte === C1_LEAD) plain = plain && (bytes[at + 1] ?? 0) >= 0xa0;
      else if (byte !== undefined) plain = false;
    }
    plain = plain && colours.size <= MOST;
    return { bytes, plain, fromGround, newlines, cut, coloursAtCut, colours: colours.copy() };
  }

  /** False for anything but a colour sequence, from the byte on that tells. */
  private inSequence(byte: number, colours: ColourList): boolean {
    if (this.state === 'escape') {
      this.state = byte === BRACKET ? 'sequence' : 'ground';
      this.sequence = [];
      return byte === BRACKET;
    }
    if (byte === SGR_END) {
      this.state = 'ground';
      colours.add(String.fromCharCode(...this.sequence));
      return true;
    }
    this.sequence.push(byte);
    // Digits, colon and semicolon.
    if (byte >= 0x30 && byte <= 0x3b && this.sequence.length < LONGEST) return true;
    this.state = 'ground';
    return false;
  }
}

/** The place of the first byte from `at` on that is more than text. */
function afterText(bytes: Uint8Array, at: number): number {
  let place = at;
  while (place < bytes.length && CLASSES[bytes[place] as number] === TEXT) place += 1;
  return place;
}

/** Collects what colours a screen has after some output. */
export class ColourList {
  private reset = false;
  private readonly last = new Set<string>();

  get size(): number {
    return this.last.size;
  }

  add(parameters: string): void {
    if (parameters === '' || parameters === '0') {
      this.reset = true;
      this.last.clear();
      return;
    }
    this.last.delete(parameters);
    this.last.add(parameters);
  }

  addAll(colours: Colours): void {
    if (colours.reset) this.add('');
    for (const parameters of colours.sequences) this.add(parameters);
  }

  copy(): Colours {
    return { reset: this.reset, sequences: [...this.last] };
  }

  /** The sequences that bring a screen to these colours. */
  text(): string {
    const sequences = [...this.last].map((parameters) => `\x1b[${parameters}m`);
    return (this.reset ? '\x1b[m' : '') + sequences.join('');
  }
}
