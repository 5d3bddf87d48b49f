import { useRef } from 'react';

interface FocusReturn {
  /** For `onOpenAutoFocus`. */
  remember(): void;
  onCloseAutoFocus(event: Event): void;
  /** When it closes, the focus goes where this leads instead of back. */
  leadTo(lead: () => void): void;
}

/** Gives the focus back to what had it when a dialog opened; Radix does so for triggers of its own only. */
export function useFocusReturn(): FocusReturn {
  const opener = useRef<HTMLElement | null>(null);
  const lead = useRef<(() => void) | null>(null);
  return {
    remember() {
      const active = document.activeElement;
      opener.current = active instanceof HTMLElement ? active : null;
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      const leads = lead.current;
      lead.current = null;
      if (leads) return leads();
      // What the dialog led to may have taken it by now.
      if (document.activeElement === document.body) opener.current?.focus({ preventScroll: true });
    },
    leadTo(next) {
      lead.current = next;
    },
  };
}
