import { create } from 'zustand';

/** The one selected node of the plan: a card, its terminal and the inspector follow it. */
interface Selection {
  readonly node: string | null;
  /** How many nodes are selected in the graph, the one above among them. */
  readonly count: number;
  select(node: string | null): void;
}

export const useSelection = create<Selection>((set) => ({
  node: null,
  count: 0,
  select: (node) => set({ node }),
}));
