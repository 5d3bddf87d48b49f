import { contextBridge, ipcRenderer } from 'electron';

/** Forwards ports to the page, which cannot reach Electron itself. The page gets no other door. */
const PLANES = ['control', 'terminals'];

ipcRenderer.on('port', (event, plane: string) => {
  window.postMessage({ tributaryPort: plane }, '*', event.ports);
});

contextBridge.exposeInMainWorld('tributaryShell', {
  requestPort(plane: string): void {
    if (PLANES.includes(plane)) ipcRenderer.send('port', plane);
  },
});
