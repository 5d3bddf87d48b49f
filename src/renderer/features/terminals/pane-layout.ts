import type { FloatingPlace, Standing } from '../../../shared/contract/layout.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';

/** Where terminals stand that were maximised, split or floated; remembered for the project. Keys are feature/agent. */

export type Direction = NonNullable<Standing['split']>['direction'];

export const AS_ARRANGED: Standing = { maximised: null, split: null, floating: {} };

/** Pixels of a floating terminal: what it begins with, and the least it can be read at. */
const FLOATS = { width: 620, height: 380 };
const LEAST = { width: 260, height: 160 };
/** Pixels between floating terminals that begin one after another. */
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

/** Gives one the room of all, or takes it back. */
export function toggleMaximised(now: Standing, key: string): Standing {
  const maximised = now.maximised === key ? null : key;
  return { ...now, maximised, floating: without(now.floating, key) };
}

/** Puts another terminal beside one that is shown; `direction` holds for all of the split. */
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

/** Takes one out of the split, which ends with the last but one. */
export function closeSplit(now: Standing, key: string): Standing {
  if (!now.split) return now;
  const panes = now.split.panes.filter((pane) => pane !== key);
  return { ...now, split: panes.length < 2 ? null : { ...now.split, panes } };
}

/** Shows another terminal where one of the split was. */
export function swapInSplit(now: Standing, out: string, into: string): Standing {
  if (!now.split || now.split.panes.includes(into)) return now;
  const panes = now.split.panes.map((pane) => (pane === out ? into : pane));
  return { ...now, split: { ...now.split, panes } };
}

/** Lets one float over the window, low on the left: neither over the other terminals nor over the graph. */
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

/** The nearest place at which all of it is in view, whatever size the window has now. */
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
