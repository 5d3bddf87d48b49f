/** For what scrolls and has nothing in it to focus: the keyboard can scroll it too. */
export const SCROLLABLE = { tabIndex: 0 } as const;
