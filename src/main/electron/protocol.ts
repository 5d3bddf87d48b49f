import type { CustomScheme, Protocol } from 'electron';
import { PAGE_HEADERS, readBundleFile } from '../api/bundle.ts';

/** The origin of the app's pages. */
export const APP_ORIGIN = 'app://bundle';
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** Must be registered before the app is ready: a secure origin with code cache. */
export const SCHEME: CustomScheme = {
  scheme: 'app',
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    corsEnabled: true,
    codeCache: true,
  },
};

/** Serves the built renderer under the app's scheme; `file:` is never used. */
export function serveBundle(protocol: Protocol, root: string): void {
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === 'bundle' ? await readBundleFile(root, pathname) : null;
    if (!file) return new Response('', { status: 404, headers: PAGE_HEADERS });
    const headers = { ...PAGE_HEADERS, 'content-type': file.type };
    return new Response(new Uint8Array(file.body), { headers });
  });
}
