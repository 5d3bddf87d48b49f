import type { EventEmitter } from 'node:events';
import type Electron from 'electron';

/** A page as the other parts of the stand-in know it. */
export interface PageContents extends EventEmitter {
  readonly _destroyed: boolean;
  readonly _openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null;
  /** The object that the app holds. */
  _self(): Electron.WebContents;
  _drop(paths: readonly string[], point: { readonly x: number; readonly y: number }): Promise<void>;
}
