import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { CONTENT_SECURITY_POLICY } from './security.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Serves one file of the built renderer; anything outside it, or of another kind, is not there. */
export async function serveFile(
  root: string,
  pathname: string,
  response: ServerResponse,
): Promise<void> {
  const relative = pathname === '/' ? 'index.html' : decoded(pathname);
  const path = relative === null ? null : normalize(join(root, relative));
  const type = path ? TYPES[extname(path)] : undefined;
  if (!path?.startsWith(root + sep) || !type) return refuse(response, 404);
  try {
    const body = await readFile(path);
    const hashed = relative?.startsWith('/assets/');
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': type,
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-store',
    });
    response.end(body);
  } catch {
    // Not a file of the renderer.
    refuse(response, 404);
  }
}

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A malformed escape names no file.
    return null;
  }
}

/** Ends a request with a bare status: an uninvited caller learns nothing more. */
export function refuse(response: ServerResponse, status: 400 | 401 | 403 | 404 | 405 | 413): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/plain' });
  response.end();
}
