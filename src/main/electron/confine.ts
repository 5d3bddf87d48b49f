import type { IpcMainEvent, Session, WebContents } from 'electron';
import { openOutside } from './outside.ts';
import { APP_ORIGIN } from './protocol.ts';

/** Permissions of our pages: writing text to the clipboard after a user action. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** For every page: no navigation away, no new windows, no webviews. */
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

/** Grants only what our main frame needs, for permission requests and permission checks. */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, ...[answer, details]) => {
    answer(ALLOWED.has(permission) && details.isMainFrame && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, ...[, details]) => {
    // Without a URL the check comes from a worker, and ours need nothing.
    const url = details.requestingUrl ?? '';
    return ALLOWED.has(permission) && details.isMainFrame && isOurs(url);
  });
  session.setDevicePermissionHandler(() => false);
}

/** Whether a URL is one of the app's pages. */
function isOurs(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

/** Whether a message comes from the main frame of one of our pages. */
export function fromOurPage({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
}
