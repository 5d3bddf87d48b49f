import type { IpcMainEvent, Session, WebContents } from 'electron';
import { openOutside } from './outside.ts';
import { APP_ORIGIN } from './protocol.ts';

/** What a page of ours may ask of the system: writing text to the clipboard, after somebody pressed something. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Applies to every page there will ever be: no navigation away, no new windows, no embedded views. */
export function confine(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/** Grants nothing but what our own main frame needs: when it asks, and when Chromium looks without asking. */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, ...[answer, details]) => {
    answer(ALLOWED.has(permission) && details.isMainFrame && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, ...[, details]) => {
    // Without an address a worker or the like asks, of which we have none that needs anything.
    const url = details.requestingUrl ?? '';
    return ALLOWED.has(permission) && details.isMainFrame && isOurs(url);
  });
  session.setDevicePermissionHandler(() => false);
}

/** True for pages of the app itself. */
function isOurs(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

/** True for what the app's own page sends, not a frame in it. */
export function fromOurPage({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
}
