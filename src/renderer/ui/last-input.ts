let key = false;

document.addEventListener('keydown', () => (key = true), { capture: true });
document.addEventListener('pointerdown', () => (key = false), { capture: true });

/** Whether the last input was a key press; a menu that opens then is entered by key. */
export function lastInputWasKey(): boolean {
  return key;
}
