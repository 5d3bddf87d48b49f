import { useEffect } from 'react';
import { isTyping } from '../page/platform.ts';

type Way = 'undo' | 'redo';

/**
 * Undo of the browser itself, by a menu: fields that keep their own history take it as their key. It would else go on into
 * the field that was left before, and change what nobody looks at.
 */
export function useFieldUndo(): void {
  useEffect(() => {
    const asked = (event: InputEvent) => {
      const way = WAYS[event.inputType];
      if (!way) return;
      // The target is where something was typed last, which may be another field than the one of now.
      const { activeElement } = document;
      if (event.target !== activeElement || pressIn(activeElement, way)) event.preventDefault();
    };
    document.addEventListener('beforeinput', asked);
    return () => document.removeEventListener('beforeinput', asked);
  }, []);
}

/** Undo or redo in the text field that has the focus; false where there is none. Nothing for a terminal: it has no such thing. */
export function undoInField(way: Way): boolean {
  const field = document.activeElement;
  if (!isTyping(field)) return false;
  if (!field?.closest('[data-terminal-pane]') && !pressIn(field, way)) document.execCommand(way);
  return true;
}

/** Presses the key of it in a field; true when the field has a history of its own. */
function pressIn(field: EventTarget | null, way: Way): boolean {
  const press = new KeyboardEvent('keydown', {
    key: 'z',
    ctrlKey: true,
    shiftKey: way === 'redo',
    bubbles: true,
    cancelable: true,
  });
  return field !== null && !field.dispatchEvent(press);
}

const WAYS: Readonly<Record<string, Way>> = { historyUndo: 'undo', historyRedo: 'redo' };
