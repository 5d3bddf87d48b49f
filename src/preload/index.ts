import { contextBridge, ipcRenderer } from 'electron';

/** Forwards ports and notices to the page, which cannot reach Electron itself. The page gets no other door. */
const PLANES = ['control', 'terminals'];

ipcRenderer.on('port', (event, plane: string) => {
  window.postMessage({ tributaryPort: plane }, '*', event.ports);
});

ipcRenderer.on('notice-chosen', (_event, id: string) => {
  window.postMessage({ tributaryNotice: id }, '*');
});

contextBridge.exposeInMainWorld('tributaryShell', {
  requestPort(plane: string): void {
    if (PLANES.includes(plane)) ipcRenderer.send('port', plane);
  },
  showNotice({ id, title, body }: { id: string; title: string; body: string }): void {
    ipcRenderer.send('notice', { id, title, body });
  },
});
