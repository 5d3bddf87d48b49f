import type { SessionView } from '../../shared/contract/session.ts';

type What = SessionView['unseen'];

/** What a session printed since a viewer last showed it. Calls back only when that changes: floods change it once. */
export class Unseen {
  #what: What = 'nothing';

  readonly #onChange: () => void;
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get now(): What {
    return this.#what;
  }

  /** A bell says more than output, and is not replaced by it. */
  add(what: 'output' | 'bell'): void {
    if (this.#what !== 'bell') this.#become(what);
  }

  settle(): void {
    this.#become('nothing');
  }

  #become(what: What): void {
    if (what === this.#what) return;
    this.#what = what;
    this.#onChange();
  }
}
