import { Menu, type MenuEntry } from './Menu.tsx';

export interface Anchored {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
  readonly at: { readonly x: number; readonly y: number };
  /** Has the focus again once the menu is gone. */
  readonly from: HTMLElement | null;
}

/** A menu at a point of the page: a right click, or the node that a key was pressed on. */
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

const NOTHING = { label: 'Nothing to choose here', disabled: true, run: () => undefined };
