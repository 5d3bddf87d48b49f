/** Duration of the flash in milliseconds; equal to its animation. */
const FLASH_MS = 900;

const flashing = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

/** Scrolls a focused element into view and flashes it once, so that the person notices where the focus went. */
export function reveal(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  flash(element);
}

/** Flashes an element once; restarts a running flash. */
export function flash(element: HTMLElement): void {
  clearTimeout(flashing.get(element));
  element.removeAttribute('data-flash');
  // Force a layout, or the browser would not restart the animation.
  element.getBoundingClientRect();
  element.setAttribute('data-flash', '');
  flashing.set(
    element,
    setTimeout(() => element.removeAttribute('data-flash'), FLASH_MS),
  );
}
