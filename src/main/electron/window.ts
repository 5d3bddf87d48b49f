import { BrowserWindow, type IpcMainEvent, nativeTheme, type WebContents } from 'electron';
import { APP_ORIGIN, APP_URL } from './protocol.ts';

/** Smaller, panes overlap. */
const SMALLEST = { minWidth: 1024, minHeight: 640 };

/** Opens the app's window: sandboxed, isolated, and never leaving the app's own pages. */
export async function openWindow(preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...SMALLEST,
    show: false,
    title: 'Tributary',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1518' : '#f6f8f9',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(APP_URL);
  return window;
}

/** Applies to every page there will ever be: no navigation away, no new windows, no embedded views. */
export function confine(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** True for pages of the app itself. */
function isOurs(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

/** True for what the app's own page sends, not a frame in it. */
export function fromOurPage({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
}
