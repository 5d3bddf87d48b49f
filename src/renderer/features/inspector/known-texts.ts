/** What was typed and what the plan made of it differ in blanks alone. */
export function saysTheSame(typed: string, value: string): boolean {
  return bare(typed) === bare(value);
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Tells the texts that a field has seen or sent since it was entered from those that somebody else wrote meanwhile. */
export class KnownTexts {
  readonly #known: Set<string>;
  #foreign: string | null = null;

  constructor(text: string) {
    this.#known = new Set([bare(text)]);
  }

  /** The field has sent this. */
  sent(text: string): void {
    this.#known.add(bare(text));
  }

  /** The plan holds this now. Unless something is being typed the person sees it, and goes on from it. */
  shown(text: string, isTyping: boolean): void {
    if (isTyping && !this.#known.has(bare(text))) this.#foreign = text;
    else if (!isTyping) {
      this.#known.add(bare(text));
      this.#foreign = null;
    }
  }

  /** What somebody else wrote and what is sent next writes over; told once. */
  takeForeign(): string | null {
    const text = this.#foreign;
    this.#foreign = null;
    return text;
  }
}
