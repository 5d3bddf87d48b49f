import { useRef } from 'react';

interface FocusReturn {
  /** For `onOpenAutoFocus`. */
  remember(): void;
  onCloseAutoFocus(event: Event): void;
}

/** Gives the focus back to what had it when a dialog opened; Radix does so for triggers of its own only. */
export function useFocusReturn(): FocusReturn {
  const opener = useRef<HTMLElement | null>(null);
  return {
    remember() {
      const active = document.activeElement;
      opener.current = active instanceof HTMLElement ? active : null;
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      // What the dialog led to may have taken it by now.
      if (document.activeElement === document.body) opener.current?.focus({ preventScroll: true });
    },
  };
}
