/** Typing that goes on within this many milliseconds is undone as one. */
const PAUSE_MS = 600;

/** What a text field has held since it was entered. */
export class TextHistory {
  readonly #texts: string[];
  #at = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(text: string) {
    this.#texts = [text];
  }

  /** The text that it is at. */
  get now(): string {
    return this.#texts[this.#at] ?? '';
  }

  /** `now` is a clock in milliseconds. */
  typed(text: string, now: number): void {
    const goesOn = this.#at > 0 && now - this.#last < PAUSE_MS;
    this.#last = now;
    this.#texts.length = this.#at + (goesOn ? 0 : 1);
    this.#texts.push(text);
    this.#at = this.#texts.length - 1;
  }

  /** The text before, or null at the beginning. */
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
