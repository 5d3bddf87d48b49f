import { create } from 'zustand';

/** The one selected node of the plan: a card, its terminal and the inspector follow it. */
interface Selection {
  readonly node: string | null;
  /** Grows with each choice of another node; the same node keeps it when its key changes. */
  readonly choice: number;
  /** How many nodes are selected in the graph, the one above among them. */
  readonly count: number;
  select(node: string | null): void;
  /** A node has another key now. */
  renamed(from: string, to: string): void;
}

export const useSelection = create<Selection>((set) => ({
  node: null,
  choice: 0,
  count: 0,
  select: (node) => set((last) => (last.node === node ? last : { node, choice: last.choice + 1 })),
  renamed: (from, to) => set((last) => (last.node === from ? { node: to } : last)),
}));
