import type { FloatingPlace, Standing } from '../../../shared/contract/layout.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';

/** Layout of maximised, split and floating terminals; remembered per project. Keys are feature/agent. */

export type Direction = NonNullable<Standing['split']>['direction'];

export const AS_ARRANGED: Standing = { maximised: null, split: null, floating: {} };

/** Initial and minimum size of a floating terminal, in pixels; below the minimum it is unreadable. */
const FLOATS = { width: 620, height: 380 };
const LEAST = { width: 260, height: 160 };
/** Offset in pixels between floating terminals that open one after another. */
const CASCADE = 28;

export interface Window {
  readonly width: number;
  readonly height: number;
}

export function useStanding(): Standing {
  return useLayout((state) => state.layout?.standing ?? AS_ARRANGED);
}

export function changeStanding(change: (now: Standing) => Standing): void {
  changeLayout((layout) => ({ ...layout, standing: change(layout.standing ?? AS_ARRANGED) }));
}

/** Maximises a terminal, or restores the layout if it is maximised. */
export function toggleMaximised(now: Standing, key: string): Standing {
  const maximised = now.maximised === key ? null : key;
  return { ...now, maximised, floating: without(now.floating, key) };
}

/** Splits off another terminal beside a visible one; `direction` applies to the whole split. */
export function splitOff(
  now: Standing,
  { key, beside, direction }: { key: string; beside: string; direction: Direction },
): Standing {
  const before = (now.split?.panes ?? []).filter((pane) => pane !== beside);
  const panes = before.includes(key)
    ? before.flatMap((pane) => (pane === key ? [pane, beside] : [pane]))
    : [key, beside];
  return { ...now, maximised: null, split: { direction, panes } };
}

/** Removes a pane from the split; a split with fewer than two panes ends. */
export function closeSplit(now: Standing, key: string): Standing {
  if (!now.split) return now;
  const panes = now.split.panes.filter((pane) => pane !== key);
  return { ...now, split: panes.length < 2 ? null : { ...now.split, panes } };
}

/** Replaces one pane of the split by another terminal. */
export function swapInSplit(now: Standing, out: string, into: string): Standing {
  if (!now.split || now.split.panes.includes(into)) return now;
  const panes = now.split.panes.map((pane) => (pane === out ? into : pane));
  return { ...now, split: { ...now.split, panes } };
}

/** Floats a terminal over the window, at the lower left, where it covers neither the other terminals nor the graph. */
export function float(now: Standing, key: string, window: Window): Standing {
  const many = Object.keys(now.floating).length;
  const place = withinView(
    {
      ...FLOATS,
      x: CASCADE * (3 + many),
      y: window.height - FLOATS.height - CASCADE * (2 + many),
    },
    window,
  );
  const left = closeSplit(now, key);
  const maximised = left.maximised === key ? null : left.maximised;
  return { ...left, maximised, floating: { ...left.floating, [key]: place } };
}

export function dock(now: Standing, key: string): Standing {
  return { ...now, floating: without(now.floating, key) };
}

/** Moves or resizes a floating terminal. */
export function placeFloating(now: Standing, key: string, place: FloatingPlace): Standing {
  return key in now.floating ? { ...now, floating: { ...now.floating, [key]: place } } : now;
}

/** The nearest placement that is completely visible in the window's current size. */
export function withinView(place: FloatingPlace, window: Window): FloatingPlace {
  const width = Math.max(LEAST.width, Math.min(place.width, window.width));
  const height = Math.max(LEAST.height, Math.min(place.height, window.height));
  return {
    width,
    height,
    x: Math.max(0, Math.min(place.x, window.width - width)),
    y: Math.max(0, Math.min(place.y, window.height - height)),
  };
}

function without(floating: Standing['floating'], key: string): Standing['floating'] {
  return Object.fromEntries(Object.entries(floating).filter(([one]) => one !== key));
}
