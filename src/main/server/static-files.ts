import type { ServerResponse } from 'node:http';
import { PAGE_HEADERS, readBundleFile } from '../api/bundle.ts';

/** Serves one file of the built renderer. */
export async function serveFile(
  root: string,
  pathname: string,
  response: ServerResponse,
): Promise<void> {
  const file = await readBundleFile(root, pathname);
  if (!file) return refuse(response, 404);
  // File names in this folder contain a content hash.
  const lasting = pathname.startsWith('/assets/');
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': file.type,
    'cache-control': lasting ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  response.end(file.body);
}

/** Ends a request with a status only, which tells an unauthorised caller nothing. */
export function refuse(response: ServerResponse, status: 401 | 403 | 404 | 405 | 413): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'text/plain' });
  response.end();
}
