/** Addresses that reach the app from elsewhere, judged as text. */

/** Longest URL that is opened: longer ones only hide their target. */
const LONGEST = 4096;

/** The URL if it may be opened in a browser: http or https, with a host, without credentials; otherwise null. */
export function outsideAddress(text: string): string | null {
  if (text.length > LONGEST || !URL.canParse(text)) return null;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.hostname !== '' && url.username === '' && url.password === '' ? url.href : null;
}

/** The absolute path in `tributary://open?path=…`; null for anything else. */
export function linkedPath(text: string): string | null {
  if (text.length > LONGEST || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'tributary:' || url.host !== 'open') return null;
  const path = url.searchParams.get('path');
  const absolute = path && (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path));
  return absolute && !path.includes('\0') ? path : null;
}

/** Text for a native dialog, with control, bidirectional and invisible characters escaped. */
export function plainly(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => {
    const code = one.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
