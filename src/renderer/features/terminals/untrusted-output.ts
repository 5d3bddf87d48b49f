/** Reads what terminal output says of addresses and clipboards, which anybody may have written. */

/** The address as the browser will read it; null for anything but http and https. */
export function webAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** The text of an OSC 52 request to copy; null for requests to read and for what is no base64. */
export function clipboardText(data: string): string | null {
  const encoded = data.slice(data.indexOf(';') + 1);
  if (encoded === '?' || encoded === '') return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not base64, or not text.
    return null;
  }
}
