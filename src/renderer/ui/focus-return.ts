import { useRef } from 'react';

interface FocusReturn {
  /** For `onOpenAutoFocus`. */
  remember(): void;
  onCloseAutoFocus(event: Event): void;
  /** Sets a function that moves the focus when the dialog closes, instead of returning it. */
  leadTo(lead: () => void): void;
}

/** Returns the focus to the element that had it when a dialog opened; Radix does this only for its own triggers. */
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
      // `lead` may have moved the focus already.
      if (document.activeElement === document.body) opener.current?.focus({ preventScroll: true });
    },
    leadTo(next) {
      lead.current = next;
    },
  };
}
