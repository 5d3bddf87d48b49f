import { Menu, type MenuEntry } from './Menu.tsx';

export interface Anchored {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
  readonly at: { readonly x: number; readonly y: number };
  /** The element that gets the focus back when the menu closes. */
  readonly from: HTMLElement | null;
}

/** A menu at a point of the page: at a right click, or at the node where a key was pressed. */
export function AnchoredMenu({ menu, onClose }: { menu: Anchored | null; onClose(): void }) {
  if (!menu) return null;
  return (
    <Menu
      open
      onOpenChange={(open) => !open && onClose()}
      returnTo={menu.from}
      heading={menu.heading}
      entries={menu.entries.length > 0 ? menu.entries : [NOTHING]}
    >
      <span
        aria-hidden
        className="pointer-events-none fixed size-px"
        style={{ left: menu.at.x, top: menu.at.y }}
      />
    </Menu>
  );
}

const NOTHING = { label: 'No actions available', disabled: true, run: () => undefined };
