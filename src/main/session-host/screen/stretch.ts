/** A piece of output and what is known of it without parsing it in a terminal. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** Only text, tabs, line ends and colours: on a full screen all of it eventually scrolls away. */
  readonly plain: boolean;
  /** Contains an escape sequence or part of one. */
  readonly escapes: boolean;
  /** Starts outside any escape sequence. */
  readonly fromGround: boolean;
  /** Line ends; for plain output only. */
  readonly newlines: number;
  /** Offset of the end of the first line; -1 without a line end. */
  readonly cut: number;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const BRACKET = 0x5b;
const SGR_END = 0x6d;
/** Longest sequence whose bytes (at most six parameters) fit into one number. */
const EXACT = 8;
/** First byte of U+0080 to U+009F, which are control characters. */
const C1_LEAD = 0xc2;
/** Class of each byte outside escape sequences: floods are classified byte by byte. */
const TEXT = 0;
const OTHER = 1;
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === C1_LEAD) return OTHER;
  // Bell, backspace, tab and return have no effect beyond their line.
  const harmless = byte >= 0x20 || (byte >= 0x07 && byte <= 0x09) || byte === RETURN;
  return harmless ? TEXT : OTHER;
});

const EACH_SPACE = 0x20202020;
const EACH_ONE = 0x01010101;
const EACH_TOP_BIT = 0x80808080 | 0;
const EACH_C1_LEAD = 0xc2c2c2c2 | 0;

/** Classifies the output of one session piece by piece, in order. Escape sequences may span pieces. */
export class StretchReader {
  #state: 'ground' | 'escape' | 'sequence' = 'ground';

  read(bytes: Uint8Array): Stretch {
    const fromGround = this.#state === 'ground';
    const words = wordsOf(bytes);
    let [plain, newlines, cut, at] = [true, 0, -1, 0];
    let escapes = !fromGround;
    while (at < bytes.length) {
      if (this.#state !== 'ground') {
        const end = this.#inSequence(bytes, at);
        plain = plain && end > 0;
        at = Math.abs(end);
        continue;
      }
      at = endOfText(bytes, words, at);
      const byte = bytes[at];
      if (byte === NEWLINE) {
        newlines += 1;
        if (cut < 0 && bytes[at - 1] === RETURN) cut = at + 1;
      } else if (byte === ESCAPE) {
        this.#state = 'escape';
        escapes = true;
      } else if (byte === C1_LEAD) plain = plain && (bytes[at + 1] ?? 0) >= 0xa0;
      else if (byte !== undefined) plain = false;
      at += 1;
    }
    return { bytes, plain, escapes, fromGround, newlines, cut };
  }

  /** The offset after the part of a sequence; negative, from the deciding byte on, for anything but a colour. */
  #inSequence(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#state === 'escape') {
      const opens = bytes[at] === BRACKET;
      this.#state = opens ? 'sequence' : 'ground';
      return opens ? at + 1 : -(at + 1);
    }
    while (at < bytes.length && isParameter(bytes[at] as number)) at += 1;
    if (at === bytes.length) return at;
    this.#state = 'ground';
    return bytes[at] === SGR_END ? at + 1 : -(at + 1);
  }
}

/** The whole 32-bit words of the bytes, where they are aligned. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Int32Array {
  return byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array(0);
}

/**
 * The first offset from `at` on that is not text. Floods pass through here: four bytes at a time are tested for a
 * control character or the lead byte of one.
 */
function endOfText(bytes: Uint8Array, words: Int32Array, from: number): number {
  let at = from;
  for (;;) {
    if (at % 4 === 0) {
      let index = at >> 2;
      for (; index < words.length; index += 1) {
        const word = words[index] as number;
        const lead = word ^ EACH_C1_LEAD;
        const below = (word - EACH_SPACE) & ~word;
        if (((below | ((lead - EACH_ONE) & ~lead)) & EACH_TOP_BIT) !== 0) break;
      }
      at = index << 2;
    }
    if (at >= bytes.length || CLASSES[bytes[at] as number] !== TEXT) return at;
    at += 1;
  }
}

/** Digits, colon and semicolon. */
function isParameter(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x3b;
}

/**
 * The colour sequences that leave a screen with the colours it has after plain output. Each only assigns, so earlier
 * duplicates have no effect, and a reset makes everything before it void.
 */
export function coloursAfter(plain: Buffer): string {
  const reset = Math.max(plain.lastIndexOf('\x1b[m'), plain.lastIndexOf('\x1b[0m'));
  const last = new Map<number | string, number>();
  let at = Math.max(0, reset);
  for (;;) {
    while (at < plain.length && plain[at] !== ESCAPE) at += 1;
    const begin = at;
    let name = 0;
    // Short sequences (nearly all) are keyed by a number built from their bytes: building strings takes far longer.
    for (at += 2; at < plain.length && plain[at] !== SGR_END; at += 1) {
      name = name * 256 + (plain[at] as number);
    }
    if (at >= plain.length) break;
    last.set(at - begin <= EXACT ? name : plain.toString('latin1', begin, at), begin);
  }
  const begins = [...last.values()].sort((one, other) => one - other);
  return begins
    .map((begin) => plain.toString('latin1', begin, plain.indexOf(SGR_END, begin) + 1))
    .join('');
}
