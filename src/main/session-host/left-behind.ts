import type { SessionKeyData } from '../../shared/wire/control.ts';
import type { LeftSession } from '../../shared/wire/host-messages.ts';
import type { SessionRecord } from './records.ts';
import { membersOf, stopTree, type Tree } from './stop-tree.ts';

/**
 * Milliseconds for which a count of processes is reused: counting reads the whole process table, and clients ask often.
 */
const COUNT_FOR = 1000;

/**
 * Sessions that an earlier host had when it died or the system went down. Their terminals are gone: their remaining
 * processes can only be ended, and their conversations resumed.
 */
export class LeftBehind {
  #left: SessionRecord[];
  #counted: { readonly at: number; readonly list: LeftSession[] } | null = null;

  readonly #onChange: () => void;
  constructor(records: readonly SessionRecord[], onChange: () => void) {
    this.#onChange = onChange;
    this.#left = [...records];
  }

  get records(): readonly SessionRecord[] {
    return this.#left;
  }

  list(): LeftSession[] {
    const now = Date.now();
    if (!this.#counted || now - this.#counted.at >= COUNT_FOR) {
      this.#counted = { at: now, list: this.#left.map(counted) };
    }
    return this.#counted.list;
  }

  /** Ends the remaining processes of a session and forgets it. False when none was alive. */
  async end(key: SessionKeyData): Promise<boolean> {
    const ending = this.#left.filter((record) => isSame(record.key, key));
    const ended = await Promise.all(ending.map((record) => stopTree(treeOf(record))));
    this.#left = this.#left.filter((record) => !ending.includes(record));
    this.#counted = null;
    if (ending.length > 0) this.#onChange();
    return ended.includes(true);
  }
}

function counted(record: SessionRecord): LeftSession {
  const { key, cwd, kind, since } = record;
  return { key, cwd, kind, since, processes: membersOf(treeOf(record)).length };
}

function treeOf({ leader, mark }: SessionRecord): Tree {
  return { leader, mark, strict: true };
}

function isSame(one: SessionKeyData, other: SessionKeyData): boolean {
  return (
    one.project === other.project && one.feature === other.feature && one.agent === other.agent
  );
}
