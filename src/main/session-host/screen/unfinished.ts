import type headless from '@xterm/headless';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;

/** Private state of the terminal's parser; the version is pinned. */
interface ParserCore {
  readonly _inputHandler: { readonly _parser: { readonly currentState: number } };
}

const GROUND = 0;
const ESCAPE = 0x1b;
/**
 * Longest unfinished sequence kept, in bytes. Viewers that attach in the middle of a longer one (an image) see its rest
 * as text.
 */
const LONGEST = 1024 * 1024;

/**
 * The bytes at the end of a stream that are not on the screen yet: the start of a character or of an escape sequence.
 * Snapshots do not contain them, and what follows is meaningless without them.
 */
export class Unfinished {
  #tail = new Uint8Array();

  readonly #terminal: HeadlessTerminal;
  constructor(terminal: HeadlessTerminal) {
    this.#terminal = terminal;
  }

  /** Call after each chunk was parsed, in order. */
  parsed(chunk: Uint8Array): void {
    if (this.atGround()) {
      this.#tail = join(this.#tail.subarray(-3), chunk.subarray(-3)).slice(-3);
      return;
    }
    const began = chunk.lastIndexOf(ESCAPE);
    this.#tail = began >= 0 ? chunk.slice(began) : join(this.#tail, chunk);
    if (this.#tail.length > LONGEST) this.#tail = new Uint8Array();
  }

  bytes(): Uint8Array {
    if (!this.atGround()) return this.#tail;
    return this.#tail.slice(startOfPartialCharacter(this.#tail));
  }

  /** Whether the parser is outside any escape sequence. */
  atGround(): boolean {
    const core = (this.#terminal as unknown as { readonly _core: ParserCore })._core;
    return core._inputHandler._parser.currentState === GROUND;
  }
}

/** Where an incomplete UTF-8 character at the end starts; the length when there is none. */
function startOfPartialCharacter(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0; at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return bytes.length - at < needed ? at : bytes.length;
  }
  return bytes.length;
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
