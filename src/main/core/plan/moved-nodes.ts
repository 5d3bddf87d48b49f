import type { NodePlace } from '../../../shared/contract/layout.ts';
import type { PlanGesture } from '../../../shared/contract/plan.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Rename } from './rewrite-plan.ts';
import type { PlacePatch, Step } from './undo-history.ts';

/** Positions changed by a gesture: the new ones, and those of removed and renamed nodes. */
export function placesAfter(
  places: Readonly<Record<string, NodePlace>>,
  done: { gesture: PlanGesture; plan: Plan; rename: Rename | undefined },
): Step['places'] {
  const next: Record<string, NodePlace | null> = {};
  const from = done.rename?.path.at(-1);
  for (const [node, place] of Object.entries(places)) {
    if (node === from && done.rename) next[done.rename.to] = place;
    if (!Object.hasOwn(done.plan.agents, node) && !Object.hasOwn(done.plan.syncs, node)) {
      next[node] = null;
    }
  }
  for (const [node, place] of Object.entries(done.gesture.places ?? {})) {
    const now = places[node] ?? null;
    if (JSON.stringify(now) !== JSON.stringify(place)) next[node] = place;
  }
  const before = Object.keys(next).map((node) => [node, places[node] ?? null] as const);
  return { before: Object.fromEntries(before), after: next };
}

/** Applies a patch of positions; null removes one. */
export function withPatch(
  places: Readonly<Record<string, NodePlace>>,
  patch: PlacePatch,
): Readonly<Record<string, NodePlace>> {
  const merged = Object.entries({ ...places, ...patch });
  return Object.fromEntries(merged.filter((entry): entry is [string, NodePlace] => !!entry[1]));
}
