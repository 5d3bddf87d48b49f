import { app as electron, type NativeImage, nativeImage } from 'electron';
import type { AppWindow, AppWindows } from './app-windows.ts';

/** A round badge of 16 pixels, shown over the icon in the Windows task bar. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAb0lEQVR42mO46aHNgAVLAHEkEFdDcSRUDEMtNo1zgfg/DjwX3SBkzRZA/BiPZhh+DFWLYoAEkZqRDZFANmAuCZqRvcMAs/0/mViCARrC5BoQyQCNJnINqKaKARR7geJApDgaqZKQKE7KVMlMZGVnADch/HRJDKR/AAAAAElFTkSuQmCC';

/**
 * Shows the number of waiting items of all windows on the dock or task bar, and requests attention once when another
 * one is added while no window is focused. Returns the function that stops it.
 */
export function showAttention(windows: AppWindows): () => void {
  const dot = nativeImage.createFromDataURL(`data:image/png;base64,${DOT}`);
  const known = new WeakMap<AppWindow, number>();
  let total = 0;
  return windows.subscribe(() => {
    const all = windows.all();
    for (const one of all) {
      const before = known.get(one) ?? 0;
      known.set(one, one.waiting);
      if (one.waiting > before && !one.window.isFocused()) call(one);
      if (one.waiting === 0 && before > 0) one.window.flashFrame(false);
    }
    const now = all.reduce((sum, { waiting }) => sum + waiting, 0);
    if (now === total) return;
    total = now;
    showTotal(total, { all, dot });
  });
}

function showTotal(
  total: number,
  given: { readonly all: readonly AppWindow[]; readonly dot: NativeImage },
): void {
  if (process.platform !== 'win32') {
    electron.setBadgeCount(total);
    return;
  }
  for (const { window, waiting } of given.all) {
    window.setOverlayIcon(waiting > 0 ? given.dot : null, waiting > 0 ? `${waiting} waiting` : '');
  }
}

function call({ window }: AppWindow): void {
  if (process.platform === 'darwin') electron.dock?.bounce('informational');
  else {
    window.flashFrame(true);
    window.once('focus', () => window.flashFrame(false));
  }
}
