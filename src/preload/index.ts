import { contextBridge, ipcRenderer, webUtils } from 'electron';

/**
 * Forwards ports and messages between the page and the main process, which validates all of them. The page has no other
 * access.
 */
const PLANES = ['control', 'terminals'];

ipcRenderer.on('port', (event, plane: string) => {
  window.postMessage({ tributaryPort: plane }, '*', event.ports);
});

ipcRenderer.on('shell', (_event, told: unknown) => {
  window.postMessage({ tributaryShell: told }, '*');
});

contextBridge.exposeInMainWorld('tributaryShell', {
  requestPort(plane: string): void {
    if (PLANES.includes(plane)) ipcRenderer.send('port', plane);
  },
  tell(message: unknown): void {
    ipcRenderer.send('shell', message);
  },
  ask(question: unknown): Promise<unknown> {
    return ipcRenderer.invoke('shell', question);
  },
  /** Path of a file that was dropped on the page; empty for a file created by a page. */
  pathOf(file: File): string {
    return webUtils.getPathForFile(file);
  },
});
