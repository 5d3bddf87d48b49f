/** Keyboard chords in writing: `Mod+Shift+Z`, `?`, `Delete`. `Mod` is Ctrl, or Command on a Mac. */

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The chord of a key press. Shift is included only if it does not already change the character. */
export function chordOf(press: KeyPress): string {
  const letter = /^[a-z]$/i.test(press.key);
  const key = letter ? press.key.toUpperCase() : press.key;
  const parts = [
    press.ctrlKey || press.metaKey ? 'Mod' : null,
    press.altKey ? 'Alt' : null,
    press.shiftKey && (letter || press.key.length > 1) ? 'Shift' : null,
    key,
  ];
  return parts.filter(Boolean).join('+');
}

/** A chord as labelled on this keyboard. */
export function chordWords(chord: string, mac: boolean): string {
  return chord.replace('Mod', mac ? '⌘' : 'Ctrl').replace('Arrow', '');
}
