/** Milliseconds: typing without a longer pause is undone in one step. */
const PAUSE_MS = 600;

/** Undo history of a text field since it got the focus. */
export class TextHistory {
  readonly #texts: string[];
  #at = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(text: string) {
    this.#texts = [text];
  }

  /** The current text. */
  get now(): string {
    return this.#texts[this.#at] ?? '';
  }

  /** Records a typed text; `now` is a clock in milliseconds. */
  typed(text: string, now: number): void {
    const goesOn = this.#at > 0 && now - this.#last < PAUSE_MS;
    this.#last = now;
    this.#texts.length = this.#at + (goesOn ? 0 : 1);
    this.#texts.push(text);
    this.#at = this.#texts.length - 1;
  }

  /** Steps back and returns the previous text, or null at the beginning. */
  undo(): string | null {
    return this.#go(-1);
  }

  redo(): string | null {
    return this.#go(1);
  }

  #go(by: -1 | 1): string | null {
    const text = this.#texts[this.#at + by];
    if (text === undefined) return null;
    this.#at += by;
    this.#last = Number.NEGATIVE_INFINITY;
    return text;
  }
}
