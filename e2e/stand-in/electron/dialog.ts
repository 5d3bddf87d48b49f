import type Electron from 'electron';
import { record } from './records.ts';
import { loud } from './strict.ts';

/** A dialog without an answer stays open, as on a screen that nobody looks at. */
const open = <T>() => new Promise<T>(() => undefined);

/** Options come last, behind a window or alone. */
const optionsOf = (given: readonly unknown[]) => given.at(-1);

/**
 * A test answers by putting its own function in the place of one of these, as it would with the real Electron:
 * `app.evaluate(({ dialog }) => { dialog.showOpenDialog = async () => … })`.
 */
export const dialog = loud('dialog', {
  showOpenDialog(...given: unknown[]) {
    record('open dialog', optionsOf(given));
    return open<Electron.OpenDialogReturnValue>();
  },
  showSaveDialog(...given: unknown[]) {
    record('save dialog', optionsOf(given));
    return open<Electron.SaveDialogReturnValue>();
  },
  showMessageBox(...given: unknown[]) {
    record('message box', optionsOf(given));
    return open<Electron.MessageBoxReturnValue>();
  },
  showMessageBoxSync(...given: unknown[]): number {
    record('message box', optionsOf(given));
    throw new Error('Nobody answers this message box, and it would hold up the whole process');
  },
  showErrorBox(title: string, content: string) {
    record('error box', { title, content });
  },
} satisfies Partial<Electron.Dialog>);
