import { create } from 'zustand';
import type { Verdict } from './drop-target.ts';

/** What is being dragged over the graph, from the palette or from lane to lane. */
interface Drag {
  readonly words: string;
  readonly verdict: Verdict | null;
  /** Height, in the graph's units, at which the newcomer would stand. */
  readonly slot: number;
  /** Where the pointer is on the page; only for what comes from the palette. */
  readonly pointer: { readonly x: number; readonly y: number } | null;
}

export const useDrag = create<{ readonly drag: Drag | null }>(() => ({ drag: null }));
