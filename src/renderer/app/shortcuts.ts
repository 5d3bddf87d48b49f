import { useEffect, useEffectEvent } from 'react';
import { chordOf } from '../page/keys.ts';
import { useOverlays } from '../page/overlays.ts';
import { isTyping } from '../page/platform.ts';
import { useCommandContext } from './command-context.ts';
import { commandFor } from './commands.ts';

/** Runs commands when their chords are pressed. */
export function useShortcuts(): void {
  const contextNow = useCommandContext();
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target;
    // Dialogs and menus handle their own keys.
    if (useOverlays.getState().open !== null) return;
    if (target instanceof Element && target.closest('[role="dialog"],[role="menu"]')) return;
    const inGraph = target instanceof Element && target.closest('[data-pane="graph"]') !== null;
    const chord = event.key === 'Backspace' && inGraph ? 'Delete' : chordOf(event);
    const command = commandFor(chord, { inGraph, typing: isTyping(target) });
    if (!command) return;
    const context = contextNow();
    if (!command.enabled(context)) return;
    event.preventDefault();
    command.run(context);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
