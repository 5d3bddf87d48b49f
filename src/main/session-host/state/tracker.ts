import type { StateEvent } from './events.ts';
import { reduce } from './reduce.ts';
import {
  awaitsRefusal,
  initialState,
  isRefused,
  present,
  type SessionKind,
  type SessionState,
} from './state.ts';

const TURN_OVER: ReadonlySet<string> = new Set(['finished', 'interrupted', 'turn-error']);

type Presented = ReturnType<typeof present>;

/** Holds the state of one session and calls back when its visible part has changed. */
export class Tracker {
  #state: SessionState;
  #seen: string;

  readonly #onChange: () => void;
  constructor(kind: SessionKind, onChange: () => void) {
    this.#onChange = onChange;
    this.#state = initialState(kind, Date.now());
    this.#seen = JSON.stringify(this.view());
  }

  feed(event: StateEvent): void {
    this.#state = reduce(this.#state, event);
    if (event.kind === 'output') return;
    const now = JSON.stringify(this.view());
    if (now === this.#seen) return;
    this.#seen = now;
    this.#onChange();
  }

  /** Whether typed text would be taken as a prompt: its turn is over, or it waits for the first one. */
  takesPrompt(): boolean {
    const { activity, file, asks } = this.#state;
    if (asks.length > 0) return false;
    if (isRefused(this.#state)) return true;
    return TURN_OVER.has(activity) || (activity === 'unknown' && file?.content.status === 'idle');
  }

  /** Whether the screen has to be read: the prompt began no turn, and a refusal shows only there. */
  get awaitsWords(): boolean {
    return isRefused(this.#state) || awaitsRefusal(this.#state, Date.now());
  }

  /** Whether it has not reported anything yet. */
  get starting(): boolean {
    return this.#state.activity === 'starting';
  }

  /** The ids of held requests that still wait. */
  open(): ReadonlySet<string> {
    const asks = this.#state.exit ? [] : this.#state.asks;
    return new Set(asks.flatMap(({ id }) => (id === null ? [] : [id])));
  }

  view(): Presented {
    return present(this.#state, Date.now());
  }
}
