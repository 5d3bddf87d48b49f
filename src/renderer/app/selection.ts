import { create } from 'zustand';

/** The one selected node of the plan: a card, its terminal and the inspector follow it. */
interface Selection {
  readonly node: string | null;
  select(node: string | null): void;
}

export const useSelection = create<Selection>((set) => ({
  node: null,
  select: (node) => set({ node }),
}));
