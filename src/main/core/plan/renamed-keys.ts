import type { PlanGesture } from '../../../shared/contract/plan.ts';
import type { PlanChange } from '../../../shared/plan/model.ts';

/** A node renamed at this revision of the plan. */
export interface Renamed {
  readonly revision: number;
  readonly from: string;
  readonly to: string;
}

/** Translates a gesture made on an older revision to the current keys of its nodes. */
export function withNewKeys(
  gesture: PlanGesture,
  renames: readonly Renamed[],
  seen: number,
): PlanGesture {
  const missed = renames.filter(({ revision }) => revision > seen);
  if (missed.length === 0) return gesture;
  const now = (key: string) =>
    missed.reduce((last, { from, to }) => (last === from ? to : last), key);
  const { places } = gesture;
  return {
    ...gesture,
    changes: gesture.changes.map((change) => aboutKeys(change, now)),
    ...(places
      ? { places: Object.fromEntries(Object.entries(places).map(([key, at]) => [now(key), at])) }
      : {}),
  };
}

function aboutKeys(change: PlanChange, now: (key: string) => string): PlanChange {
  switch (change.kind) {
    case 'addAgent':
      return { ...change, sync: change.sync === null ? null : now(change.sync) };
    case 'addPhase': {
      const after = change.after.map(now);
      return change.agent ? { ...change, after } : { ...change, key: now(change.key), after };
    }
    case 'moveAgent':
      return { ...change, key: now(change.key), sync: now(change.sync) };
    case 'updateAgent': {
      const { after } = change.set;
      const set = after ? { ...change.set, after: after.map(now) } : change.set;
      return { ...change, key: now(change.key), set };
    }
    case 'updateSync': {
      const { merges } = change.set;
      const set = merges ? { ...change.set, merges: merges.map(now) } : change.set;
      return { ...change, key: now(change.key), set };
    }
    case 'renameAgent':
    case 'removeAgent':
    case 'renameSync':
    case 'removeSync':
      return { ...change, key: now(change.key) };
    case 'connect':
    case 'disconnect':
      return { ...change, from: now(change.from), to: now(change.to) };
    case 'addSync':
    case 'setBase':
    case 'setAccept':
      return change;
  }
}
