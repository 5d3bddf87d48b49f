import { backgroundKey, sendToBackground } from '../page/background.ts';
import { useWorkspace } from '../page/workspace.ts';

/**
 * Closes the frontmost thing: a dialog or menu, else the focused terminal, whose session goes to the background. False
 * when only the window is left to close.
 */
export function closeFront(): boolean {
  const { activeElement } = document;
  if (document.querySelector('[role="dialog"],[role="menu"]')) {
    const pressed = new KeyboardEvent('keydown', {
      key: 'Escape',
      bubbles: true,
      cancelable: true,
    });
    (activeElement ?? document.body).dispatchEvent(pressed);
    return true;
  }
  const terminal = activeElement?.closest<HTMLElement>('[data-terminal-pane]');
  const key = terminal?.dataset['terminalPane'];
  const feature = useWorkspace.getState().run?.feature;
  if (!key || !feature) return false;
  sendToBackground([backgroundKey(feature, key)]);
  return true;
}
