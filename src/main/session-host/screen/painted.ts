const encoder = new TextEncoder();

/**
 * A growing byte buffer. Building the same output as a string cell by cell would create hundreds of thousands of
 * pieces.
 */
export class Painted {
  #room = new Uint8Array(16 * 1024);
  #length = 0;

  /** A copy of the bytes so far. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#room.slice(0, this.#length);
  }

  /** Appends a character code below 128. */
  ascii(code: number): void {
    if (this.#length === this.#room.length) this.#grow(1);
    this.#room[this.#length] = code;
    this.#length += 1;
  }

  text(text: string): void {
    // Most bytes that a UTF-16 unit takes in UTF-8.
    const most = text.length * 3;
    if (this.#length + most > this.#room.length) this.#grow(most);
    // Sequences are short, and for short strings this is faster than TextEncoder.
    let at = 0;
    for (let code = text.charCodeAt(0); code < 128; code = text.charCodeAt(at)) {
      this.#room[this.#length + at] = code;
      at += 1;
    }
    if (at === text.length) {
      this.#length += at;
      return;
    }
    this.#length += encoder.encodeInto(text, this.#room.subarray(this.#length)).written;
  }

  #grow(least: number): void {
    const room = new Uint8Array(Math.max(this.#room.length * 2, this.#length + least));
    room.set(this.#room.subarray(0, this.#length));
    this.#room = room;
  }
}
