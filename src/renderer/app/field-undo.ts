import { useEffect } from 'react';
import { isTyping } from '../page/platform.ts';

type Way = 'undo' | 'redo';

/**
 * Redirects the browser's own undo, triggered by a menu, to fields that keep their own history. Otherwise it would
 * continue into the previously edited field and change text out of sight.
 */
export function useFieldUndo(): void {
  useEffect(() => {
    const asked = (event: InputEvent) => {
      const way = WAYS[event.inputType];
      if (!way) return;
      // The event's target is the field last typed in, which may not be the focused one.
      const { activeElement } = document;
      if (event.target !== activeElement || pressIn(activeElement, way)) event.preventDefault();
    };
    document.addEventListener('beforeinput', asked);
    return () => document.removeEventListener('beforeinput', asked);
  }, []);
}

/**
 * Undo or redo in the focused text field; false if none has the focus. In a terminal it does nothing, but returns true.
 */
export function undoInField(way: Way): boolean {
  const field = document.activeElement;
  if (!isTyping(field)) return false;
  if (!field?.closest('[data-terminal-pane]') && !pressIn(field, way)) document.execCommand(way);
  return true;
}

/** Sends the undo or redo key to a field; true if the field handled it, because it has its own history. */
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
