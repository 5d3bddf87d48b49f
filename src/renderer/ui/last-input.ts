let key = false;

document.addEventListener('keydown', () => (key = true), { capture: true });
document.addEventListener('pointerdown', () => (key = false), { capture: true });

/** Whether the last thing a person did was to press a key: what opens then is entered by key. */
export function lastInputWasKey(): boolean {
  return key;
}
