import { type IpcMain, type IpcMainEvent, MessageChannelMain } from 'electron';
import type { App } from '../core/app.ts';
import { serve } from '../core/rpc/serve.ts';
import { frameChannel, textWire } from './port-wires.ts';
import { fromOurPage } from './window.ts';

/** Hands a port of a plane to a page that asks for it; pages that are not ours, and frames in ours, get none. */
export function offerPorts(ipc: IpcMain, app: App): void {
  ipc.on('port', (event: IpcMainEvent, plane: unknown) => {
    if (!fromOurPage(event)) return;
    if (plane !== 'control' && plane !== 'terminals') return;
    const { port1, port2 } = new MessageChannelMain();
    if (plane === 'control') serve(app, textWire(port1));
    else app.sessions.connectViewer(frameChannel(port1));
    port1.start();
    event.sender.postMessage('port', plane, [port2]);
  });
}
