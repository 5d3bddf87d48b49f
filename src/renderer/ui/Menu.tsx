import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { Kbd } from './Kbd.tsx';
import { lastInputWasKey } from './last-input.ts';

export interface MenuEntry {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  run(): void;
}

interface MenuProps {
  /** Text above the entries. */
  heading?: string;
  entries: readonly MenuEntry[];
  children: ReactElement;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  side?: 'bottom' | 'right';
  /** The element that gets the focus when the menu closes, instead of the trigger. */
  returnTo?: HTMLElement | null;
}

/** A drop-down menu on a trigger element. */
export function Menu({
  heading,
  entries,
  children,
  side = 'bottom',
  returnTo,
  ...state
}: MenuProps) {
  return (
    <DropdownMenu.Root {...state} modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          ref={enterByKey}
          side={side}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (!returnTo) return;
            event.preventDefault();
            if (document.activeElement === document.body) returnTo.focus({ preventScroll: true });
          }}
          className="z-50 max-h-[60vh] min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-[var(--shadow)]"
        >
          {heading && (
            <DropdownMenu.Label className="px-2 py-1 text-muted text-xs">
              {heading}
            </DropdownMenu.Label>
          )}
          {entries.map((entry) => (
            <DropdownMenu.Item
              key={entry.label}
              disabled={entry.disabled ?? false}
              onSelect={entry.run}
              className="flex h-7 items-center gap-2 rounded px-2 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover data-[danger]:text-danger"
              data-danger={entry.danger || undefined}
            >
              {entry.icon && <entry.icon size={14} aria-hidden />}
              <span className="flex-1">{entry.label}</span>
              {entry.keys && <Kbd keys={entry.keys} />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/**
 * Focuses the first entry of a menu opened by key or from the palette, so that Enter and the arrow keys work at once.
 */
function enterByKey(content: HTMLElement | null): void {
  if (!content || !lastInputWasKey()) return;
  // Wait a frame: the menu itself takes the focus first.
  requestAnimationFrame(() =>
    content.querySelector<HTMLElement>('[role="menuitem"]:not([data-disabled])')?.focus(),
  );
}
