import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { useFocusReturn } from './focus-return.ts';

interface DialogProps {
  title: string;
  /** One sentence under the title. */
  lead?: string;
  open: boolean;
  onClose(): void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
}

/** A modal dialog with a scrolling body and fixed buttons. */
export function Dialog({ title, lead, open, onClose, children, footer, wide }: DialogProps) {
  const { remember, onCloseAutoFocus } = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[var(--scrim)]" />
        <Radix.Content
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            remember();
            const content = event.currentTarget;
            if (!(content instanceof HTMLElement)) return;
            event.preventDefault();
            // Focus the first field, else the dialog itself, so that Enter does not press a button by surprise.
            (content.querySelector<HTMLElement>('input, textarea') ?? content).focus();
          }}
          // A click on a toast over the dialog must not close it.
          onInteractOutside={(event) => {
            const { target } = event;
            if (target instanceof Element && target.closest('[data-sonner-toaster]'))
              event.preventDefault();
          }}
          {...(lead ? {} : { 'aria-describedby': undefined })}
          className={classes(
            // Fixed at its top edge, so that a dialog whose content grows or shrinks does not jump.
            'fixed top-[max(24px,9vh)] left-1/2 z-40 flex max-h-[calc(100vh-max(24px,9vh)-24px)] w-[calc(100vw-48px)] -translate-x-1/2 flex-col rounded-lg border border-line bg-raised shadow-[var(--shadow)] outline-none',
            wide ? 'max-w-[760px]' : 'max-w-[520px]',
          )}
        >
          <header className="flex items-start gap-3 border-line border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              {lead && <Radix.Description className="text-muted">{lead}</Radix.Description>}
            </div>
            <Radix.Close
              aria-label="Close"
              className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <X size={15} aria-hidden />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
