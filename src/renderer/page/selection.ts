import { create } from 'zustand';

/** The selected node of the plan, shared by graph, terminals and inspector. */
interface Selection {
  readonly node: string | null;
  /** Increases with each selection of another node, but not when the selected node is renamed. */
  readonly choice: number;
  /** Number of nodes selected in the graph, including `node`. */
  readonly count: number;
  select(node: string | null): void;
  /** Follows the rename of a node. */
  renamed(from: string, to: string): void;
}

export const useSelection = create<Selection>((set) => ({
  node: null,
  choice: 0,
  count: 0,
  select: (node) => set((last) => (last.node === node ? last : { node, choice: last.choice + 1 })),
  renamed: (from, to) => set((last) => (last.node === from ? { node: to } : last)),
}));
