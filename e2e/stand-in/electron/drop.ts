import type Electron from 'electron';
import { runtime } from './runtime.ts';

/** Drops files of this machine on a place of the window that has the focus. */
export async function dropFiles(paths: readonly string[], point: Electron.Point): Promise<void> {
  await runtime().focusedContents()?._drop(paths, point);
}
