export const onMac = /Mac/.test(navigator.platform);

/** Whether the focused element is a text field or terminal, which takes the key itself. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
