import type { GateItem, SyncView } from '../../../shared/contract/run.ts';
import { STATE_LOOKS } from '../../ui/state-look.ts';

/** What a gate shows: its ring, its texts and its colour. */
export interface GateLook {
  /** Filled share of the ring, 0 to 1. */
  readonly share: number;
  /** Text in the ring: the number of branches, or how many of them have landed. */
  readonly count: string;
  /** Accessible name: "3 of 5 checks met, open: …" */
  readonly name: string;
  /** CSS colour of the ring, a variable of the theme. */
  readonly colour: string;
  /** One line each: first the files in conflict, then the open checks. */
  readonly details: readonly string[];
  /** Number of files in conflict, predicted or real. */
  readonly conflicts: number;
}

/**
 * Computes what the gate of a sync point shows; `branches` is the number of branches in the plan, for use before a run.
 */
export function gateLook(sync: SyncView | undefined, branches: number): GateLook {
  const all = sync?.merges.length ?? branches;
  const state = sync?.state ?? 'waiting';
  const files = conflictsOf(sync);
  if (state === 'done') {
    const out = sync?.leftOut?.length ?? 0;
    return {
      share: all === 0 ? 1 : (all - out) / all,
      count: out > 0 ? `${all - out} of ${all}` : `${all}`,
      name: out > 0 ? `${all - out} of ${all} branches merged` : 'All branches merged',
      colour: `var(--state-${out > 0 ? 'needs' : STATE_LOOKS.done.tone})`,
      details: [],
      conflicts: 0,
    };
  }
  const known = (sync?.gate ?? []).filter(isKnown);
  const open = (sync?.gate ?? []).filter((item) => !isMet(item)).map(({ message }) => message);
  const met = known.filter(isMet).length;
  const checks =
    known.length === 0
      ? 'No check has a result yet'
      : [
          `${met} of ${known.length} checks met`,
          ...(open.length > 0 ? [`open: ${open.join(' ')}`] : []),
        ].join(', ');
  const said = files.length === 0 ? [] : [`${filesWords(files.length)}: ${files.join(', ')}`];
  const isBad = files.length > 0 && state !== 'merging' && state !== 'verifying';
  return {
    share: known.length > 0 ? met / known.length : 0,
    count: `${all}`,
    name: [...said, checks].join('; '),
    colour: `var(--state-${STATE_LOOKS[isBad ? 'conflict' : state].tone})`,
    details: [...said, ...open],
    conflicts: files.length,
  };
}

function conflictsOf(sync: SyncView | undefined): readonly string[] {
  const files = sync?.problem?.kind === 'conflict' ? sync.problem.files : (sync?.predicted ?? []);
  return files.map(({ path }) => path);
}

/** An open tick is a known result, because a person has to set it. Any other open item has not been evaluated yet. */
function isKnown({ id, state }: GateItem): boolean {
  return state !== 'open' || id.startsWith('tick:');
}

function isMet({ state }: GateItem): boolean {
  return state === 'pass' || state === 'overridden';
}

function filesWords(count: number): string {
  return count === 1 ? '1 file conflicts' : `${count} files conflict`;
}

/** "Resolve 2 conflicts" */
export function resolveWords(conflicts: number): string {
  return conflicts === 1 ? 'Resolve 1 conflict' : `Resolve ${conflicts} conflicts`;
}
