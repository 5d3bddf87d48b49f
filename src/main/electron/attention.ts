import { app as electron, type NativeImage, nativeImage } from 'electron';
import type { AppWindow, AppWindows } from './app-windows.ts';

/** A round mark of 16 pixels: Windows puts it over the icon in the task bar. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAb0lEQVR42mO46aHNgAVLAHEkEFdDcSRUDEMtNo1zgfg/DjwX3SBkzRZA/BiPZhh+DFWLYoAEkZqRDZFANmAuCZqRvcMAs/0/mViCARrC5BoQyQCNJnINqKaKARR7geJApDgaqZKQKE7KVMlMZGVnADch/HRJDKR/AAAAAElFTkSuQmCC';

/**
 * Shows on dock or task bar how many things wait in all windows, and calls once when another one begins to wait while
 * nobody looks. Returns the way to stop.
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
