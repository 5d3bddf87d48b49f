import type { Repository } from '../git/repository.ts';
import type { Journal } from '../run/journal.ts';

export interface RecoveredSync {
  readonly sync: string;
  readonly tx: string;
  readonly outcome: 'landed' | 'rolled-back' | 'undone';
}

/** Brings every transaction that a crash cut off to its end. Does nothing while another process runs one. */
export function recoverSyncs(_repo: Repository, _journal: Journal): Promise<RecoveredSync[]> {
  throw new Error('recoverSyncs is being written');
}
