import type { LucideIcon } from 'lucide-react';
import { LayoutGrid, PanelTop, Square } from 'lucide-react';
import type { Layout } from '../../../shared/contract/layout.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';

/** How the terminals are arranged; remembered per project. */
export type Arrangement = NonNullable<Layout['terminals']>;

export const ARRANGEMENTS: readonly {
  readonly id: Arrangement;
  readonly label: string;
  readonly icon: LucideIcon;
}[] = [
  { id: 'tiles', label: 'Tiles', icon: LayoutGrid },
  { id: 'tabs', label: 'Tabs', icon: PanelTop },
  { id: 'one', label: 'One at a time', icon: Square },
];

export function useArrangement(): Arrangement {
  return useLayout((state) => state.layout?.terminals ?? 'tiles');
}

export function arrange(terminals: Arrangement): void {
  changeLayout((layout) => ({ ...layout, terminals }));
}
