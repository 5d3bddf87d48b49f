import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/**
 * Terminals, graph and panes position elements with inline styles; scripts and everything else come from this origin
 * only.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every response to a page, for all shells. */
export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** A file of the built renderer by URL path; null for paths outside it and unknown file types. */
export async function readBundleFile(
  root: string,
  pathname: string,
): Promise<{ readonly type: string; readonly body: Buffer } | null> {
  const relative = pathname === '/' ? 'index.html' : decoded(pathname);
  if (relative === null) return null;
  const path = normalize(join(root, relative));
  const type = TYPES[extname(path)];
  if (!path.startsWith(root + sep) || !type) return null;
  const body = await readFile(path).catch(() => null);
  return body && { type, body };
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A malformed escape sequence names no file.
    return null;
  }
}
