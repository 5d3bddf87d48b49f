import { BrowserWindow, type IpcMain, type IpcMainEvent, Notification } from 'electron';
import * as z from 'zod';
import { fromOurPage } from './window.ts';

const LONGEST = 300;

const notice = z.object({
  id: z.string().max(LONGEST),
  title: z.string().max(LONGEST),
  body: z.string().max(LONGEST),
});

/** Shows notices of the system for the app's page; one that is clicked brings the window up and says so to the page. */
export function offerNotices(ipc: IpcMain): void {
  // A notice that nobody refers to any more would be collected, and its click lost.
  const shown = new Set<Notification>();
  ipc.on('notice', (event: IpcMainEvent, given: unknown) => {
    const parsed = notice.safeParse(given);
    if (!fromOurPage(event) || !parsed.success || !Notification.isSupported()) return;
    const { id, title, body } = parsed.data;
    // The page has the sounds: one for what needs somebody, another for what is finished.
    const one = new Notification({ title, body, silent: true });
    shown.add(one);
    one.on('close', () => shown.delete(one));
    one.on('click', () => {
      shown.delete(one);
      const window = BrowserWindow.fromWebContents(event.sender);
      window?.show();
      window?.focus();
      event.sender.send('notice-chosen', id);
    });
    one.show();
  });
}
