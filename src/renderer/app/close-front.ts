import { backgroundKey, sendToBackground } from '../page/background.ts';
import { useWorkspace } from '../page/workspace.ts';

/**
 * Closes what is in front: a dialog or menu, else the terminal that has the focus, whose session goes to the background.
 * False when there is nothing to close but the window.
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
