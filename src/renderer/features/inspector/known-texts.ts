/** Whether two texts differ in white space only, which the plan file may normalise. */
export function saysTheSame(typed: string, value: string): boolean {
  return bare(typed) === bare(value);
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

/**
 * Distinguishes texts that a field has shown or sent since it got the focus from texts that somebody else wrote
 * meanwhile.
 */
export class KnownTexts {
  readonly #known: Set<string>;
  #foreign: string | null = null;

  constructor(text: string) {
    this.#known = new Set([bare(text)]);
  }

  /** Records that the field has sent this text. */
  sent(text: string): void {
    this.#known.add(bare(text));
  }

  /**
   * Records that the plan now holds this text. Unless the person is typing, the field shows it, so it counts as known.
   */
  shown(text: string, isTyping: boolean): void {
    if (isTyping && !this.#known.has(bare(text))) this.#foreign = text;
    else if (!isTyping) {
      this.#known.add(bare(text));
      this.#foreign = null;
    }
  }

  /** Returns the text of somebody else that the next edit overwrites, or null; returns it only once. */
  takeForeign(): string | null {
    const text = this.#foreign;
    this.#foreign = null;
    return text;
  }
}
