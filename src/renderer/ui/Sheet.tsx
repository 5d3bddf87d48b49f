import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { KeyboardEvent, ReactNode } from 'react';
import { useFocusReturn } from './focus-return.ts';

interface SheetProps {
  /** The accessible name. */
  title: string;
  /** Shown next to the title: what the sheet is about. */
  subject: ReactNode;
  /** Buttons and counts to the right of the title. */
  tools?: ReactNode;
  onClose(): void;
  onKeyDown?(event: KeyboardEvent): void;
  /** Returns true if an inner element handled Escape. */
  onEscape?(): boolean;
  children: ReactNode;
}

/** A dialog that covers nearly the whole window. Its content must scroll itself. */
export function Sheet({
  title,
  subject,
  tools,
  onClose,
  onKeyDown,
  onEscape,
  children,
}: SheetProps) {
  const { remember, onCloseAutoFocus } = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-[var(--scrim)]" />
        <Radix.Content
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            remember();
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          // A click on a toast over the sheet must not close it.
          onInteractOutside={(event) => event.preventDefault()}
          onKeyDown={onKeyDown}
          onEscapeKeyDown={(event) => {
            if (onEscape?.()) event.preventDefault();
          }}
          aria-describedby={undefined}
          className="fixed inset-3 z-30 flex flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-[var(--shadow)] outline-none"
        >
          <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-raised px-3 py-1.5">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            <div className="flex min-w-0 flex-1 items-center gap-2">{subject}</div>
            {tools}
            <Radix.Close
              aria-label="Close"
              className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <X size={15} aria-hidden />
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
