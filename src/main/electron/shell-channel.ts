import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import {
  type ShellAnswers,
  type ShellMessage,
  type ShellQuestion,
  shellMessage,
  shellQuestion,
} from '../../shared/shell/messages.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';
import { fromOurPage } from './confine.ts';

/** What the shell does for its pages. */
export interface ShellService {
  told(from: AppWindow, message: ShellMessage): void;
  asked(from: AppWindow, question: ShellQuestion): Promise<ShellAnswers[keyof ShellAnswers]>;
}

/** Receives messages of the app's own pages and ignores unknown ones. */
export function openShellChannel(ipc: IpcMain, windows: AppWindows, service: ShellService): void {
  const sender = (event: IpcMainEvent | IpcMainInvokeEvent) =>
    fromOurPage(event) ? windows.of(event.sender) : null;
  ipc.on('shell', (event, given: unknown) => {
    const from = sender(event);
    const parsed = shellMessage.safeParse(given);
    if (from && parsed.success) service.told(from, parsed.data);
  });
  ipc.handle('shell', async (event, given: unknown) => {
    const from = sender(event);
    const parsed = shellQuestion.safeParse(given);
    if (!from || !parsed.success) throw new Error('Not a question of the page.');
    return service.asked(from, parsed.data);
  });
}
