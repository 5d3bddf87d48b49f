import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { loud } from './strict.ts';

type Handler = Parameters<Electron.IpcMain['handle']>[1];

class StandInIpc extends EventEmitter {
  readonly _handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    // Source: lib/browser/ipc-main-impl.ts.
    if (this._handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this._handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this._handlers.delete(channel);
  }
}

export const ipcMain = loud('ipcMain', new StandInIpc());

/** Runs the handler of a channel; its failure is told in Electron's words. */
export async function invoke(
  channel: string,
  event: Electron.IpcMainInvokeEvent,
  args: readonly unknown[],
): Promise<{ readonly value: unknown } | { readonly error: string }> {
  const remote = `Error invoking remote method '${channel}': `;
  const handler = ipcMain._handlers.get(channel);
  if (!handler) return { error: `${remote}Error: No handler registered for '${channel}'` };
  try {
    return { value: structuredClone(await handler(event, ...args)) };
  } catch (thrown) {
    console.error(`Error occurred in handler for '${channel}':`, thrown);
    return { error: `${remote}${String(thrown)}` };
  }
}
