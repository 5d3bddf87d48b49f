import { Notification } from 'electron';
import type { ShellMessage } from '../../shared/shell/messages.ts';
import { log } from '../core/log.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';
import { bringUp } from './window.ts';

type Notice = Extract<ShellMessage, { kind: 'notice' }>;

/** System notifications for pages. Clicking one brings its window to the front and informs the page. */
export class Notices {
  readonly #windows: AppWindows;
  /**
   * By id. Referenced, because a garbage-collected notification loses its click; a new one with the same id replaces
   * the old.
   */
  readonly #shown = new Map<string, Notification>();

  constructor(windows: AppWindows) {
    this.#windows = windows;
  }

  show(from: AppWindow, { id, title, body }: Notice): void {
    if (!Notification.isSupported()) {
      this.#windows.tell(from, { kind: 'notice-failed', reason: 'This system has no notices.' });
      return;
    }
    const key = `${from.slot} ${id}`;
    const before = this.#shown.get(key);
    this.#shown.delete(key);
    before?.close();
    // The page plays the sounds itself.
    const notice = new Notification({ id: key, title, body, silent: true });
    this.#shown.set(key, notice);
    const over = () => {
      if (this.#shown.get(key) === notice) this.#shown.delete(key);
    };
    notice.on('close', over);
    notice.on('failed', (_event, reason) => {
      over();
      log.info(`a notice could not be shown: ${reason}`);
      this.#windows.tell(from, { kind: 'notice-failed', reason });
    });
    notice.on('click', () => {
      over();
      bringUp(from.window);
      this.#windows.tell(from, { kind: 'notice-chosen', id });
    });
    notice.show();
  }
}
