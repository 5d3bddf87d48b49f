import type { SessionView } from '../../shared/contract/session.ts';

type What = SessionView['unseen'];

/**
 * Whether a session has printed or rung since a viewer last showed it. Calls back only on change: a flood is one
 * change.
 */
export class Unseen {
  #what: What = 'nothing';

  readonly #onChange: () => void;
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get now(): What {
    return this.#what;
  }

  /** A bell takes precedence over output. */
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
