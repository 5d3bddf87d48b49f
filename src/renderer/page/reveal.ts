/** Milliseconds of the flash; as long as its animation. */
const FLASH_MS = 900;

const flashing = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

/** Scrolls what gets the focus into view and flashes it once, so that a person sees where they are now. */
export function reveal(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  flash(element);
}

/** Flashes an element once; anew when it flashes already. */
export function flash(element: HTMLElement): void {
  clearTimeout(flashing.get(element));
  element.removeAttribute('data-flash');
  // Without a layout in between the browser would not begin the animation anew.
  element.getBoundingClientRect();
  element.setAttribute('data-flash', '');
  flashing.set(
    element,
    setTimeout(() => element.removeAttribute('data-flash'), FLASH_MS),
  );
}
