import { isDeepStrictEqual } from 'node:util';
import type { Overlap } from '../../../shared/contract/run.ts';
import type { ContractRules } from '../contracts/contract-rules.ts';
import { inBackground } from '../git/background.ts';
import type { Repository } from '../git/repository.ts';
import { log } from '../log.ts';
import { findOverlaps, type RadarAgent } from './overlaps.ts';

/** Input of a prediction. */
interface Wanted {
  readonly agents: readonly RadarAgent[];
  readonly contracts: ContractRules;
}

/** The latest predicted overlaps, computed in the background: views never wait. */
export class LiveRadar {
  readonly #repo: Repository;
  readonly #changed: () => void;
  #last: readonly Overlap[] = [];
  #wanted: Wanted | null = null;
  #running = false;

  /** `changed` is called when a prediction differs from the previous one. */
  constructor(repo: Repository, changed: () => void) {
    this.#repo = repo;
    this.#changed = changed;
  }

  /** Returns the last prediction and starts a new one in the background, which computes only what changed. */
  asKnown(wanted: Wanted): readonly Overlap[] {
    this.#wanted = wanted;
    if (!this.#running) {
      this.#running = true;
      inBackground('later', () => this.#predict()).catch((thrown) =>
        log.error('the radar could not predict', thrown),
      );
    }
    return this.#last;
  }

  async #predict(): Promise<void> {
    try {
      for (let wanted = this.#take(); wanted; wanted = this.#take()) {
        const next = await findOverlaps(this.#repo, wanted.agents, wanted.contracts);
        if (isDeepStrictEqual(next, this.#last)) continue;
        this.#last = next;
        this.#changed();
      }
    } finally {
      this.#running = false;
    }
  }

  #take(): Wanted | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted;
  }
}
