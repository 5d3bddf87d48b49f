import type { Memory } from '../memory.ts';

/** The repository whose trust is asked for. */
export interface TrustSubject {
  /** Real path of the main checkout. */
  readonly path: string;
  readonly commonDir: string;
  readonly memory: Memory;
}
