/** Props of a scrolling element without focusable content, so that the keyboard can scroll it. */
export const SCROLLABLE = { tabIndex: 0 } as const;
