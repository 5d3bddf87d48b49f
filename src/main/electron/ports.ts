import { type IpcMain, MessageChannelMain } from 'electron';
import type { App } from '../api/app.ts';
import { serve } from '../api/serve.ts';
import type { AppWindows } from './app-windows.ts';
import { fromOurPage } from './confine.ts';
import { frameChannel, textWire } from './port-wires.ts';

/**
 * Passes message ports to pages that ask for them, but not to foreign pages and frames. Messages wait in the port until
 * the core is ready.
 */
export function offerPorts(ipc: IpcMain, windows: AppWindows, core: Promise<App>): void {
  ipc.on('port', (event, plane: unknown) => {
    const from = fromOurPage(event) ? windows.of(event.sender) : null;
    if (!from || (plane !== 'control' && plane !== 'terminals')) return;
    const { port1, port2 } = new MessageChannelMain();
    event.sender.postMessage('port', plane, [port2]);
    core.then(
      (app) => {
        if (plane === 'control') serve(app, textWire(port1), from);
        else app.sessions.connectViewer(frameChannel(port1));
        port1.start();
      },
      () => port1.close(),
    );
  });
}
