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

/** Keeps the state of one session and says when what people see of it has changed. */
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

  /** Whether what is typed next would be taken as a prompt: its turn is over, or it says that it waits for the first. */
  takesPrompt(): boolean {
    const { activity, file, asks } = this.#state;
    if (asks.length > 0) return false;
    if (isRefused(this.#state)) return true;
    return TURN_OVER.has(activity) || (activity === 'unknown' && file?.content.status === 'idle');
  }

  /** Its prompt has begun no turn: if that is a refusal, its screen says why. */
  get awaitsWords(): boolean {
    return isRefused(this.#state) || awaitsRefusal(this.#state, Date.now());
  }

  /** It has not said anything of itself yet. */
  get starting(): boolean {
    return this.#state.activity === 'starting';
  }

  /** The held requests that still wait. */
  open(): ReadonlySet<string> {
    const asks = this.#state.exit ? [] : this.#state.asks;
    return new Set(asks.flatMap(({ id }) => (id === null ? [] : [id])));
  }

  view(): Presented {
    return present(this.#state, Date.now());
  }
}
