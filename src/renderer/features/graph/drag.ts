import { create } from 'zustand';
import type { Verdict } from './drop-target.ts';

/** The item being dragged over the graph, from the palette or between lanes. */
interface Drag {
  readonly words: string;
  readonly verdict: Verdict | null;
  /** Vertical position, in graph units, at which the dropped card would be placed. */
  readonly slot: number;
  /** Pointer position on the page; set only for drags from the palette. */
  readonly pointer: { readonly x: number; readonly y: number } | null;
}

export const useDrag = create<{ readonly drag: Drag | null }>(() => ({ drag: null }));
