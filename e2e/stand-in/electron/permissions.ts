import type Electron from 'electron';
import type { CdpSession } from './cdp-session.ts';

type Request = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type Check = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type Asked = Parameters<NonNullable<Request>>[1] & Parameters<NonNullable<Check>>[1];

/** Electron's names and those of the DevTools protocol. */
const NAMES: readonly (readonly [Asked, string])[] = [
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['clipboard-read', 'clipboard-read'],
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['idle-detection', 'idle-detection'],
];

const handlers: { request: Request; check: Check } = { request: null, check: null };
const waiting = new Set<() => void>();

export function setPermissionRequestHandler(handler: Request): void {
  handlers.request = handler;
  for (const again of waiting) again();
}

export function setPermissionCheckHandler(handler: Check): void {
  handlers.check = handler;
  for (const again of waiting) again();
}

/** Called when a handler was replaced. Returns the way to stop. */
export function onHandlersChanged(listener: () => void): () => void {
  waiting.add(listener);
  return () => waiting.delete(listener);
}

/**
 * Makes Chromium grant what the app's handlers grant. Source: shell/browser/electron_permission_manager.cc: without a
 * handler everything is allowed, for requests and for checks alike. What one of the two denies is denied here.
 */
export async function applyPermissions(
  root: CdpSession,
  contents: Electron.WebContents,
  /** The page's address, and its origin as Chromium knows it. */
  place: { readonly url: string; readonly origin: string },
): Promise<void> {
  // As Electron gives it: with a slash at the end.
  const origin = new URL('/', place.url).href;
  const details = { isMainFrame: true, requestingUrl: place.url, securityOrigin: origin };
  for (const [asked, name] of NAMES) {
    const checked = handlers.check?.(contents, asked, origin, details) ?? true;
    // `Notification.permission` is a check alone; the others ask when they are used.
    const asks = asked !== 'notifications';
    const granted = checked && (!asks || (await request(contents, asked, details)));
    await root.send('Browser.setPermission', {
      permission: {
        name,
        ...(name === 'clipboard-write' ? { allowWithoutSanitization: false } : {}),
      },
      setting: granted ? 'granted' : 'denied',
      origin: place.origin,
    });
  }
}

function request(
  contents: Electron.WebContents,
  asked: Asked,
  details: { isMainFrame: boolean; requestingUrl: string },
): Promise<boolean> | boolean {
  const { request: handler } = handlers;
  if (!handler) return true;
  return new Promise((done) => handler(contents, asked, done, details));
}
