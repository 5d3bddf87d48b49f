/** Parsing of addresses and clipboard requests in terminal output, which is untrusted. */

/** The address as the browser parses it; null unless it is http or https. */
export function webAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** The text of an OSC 52 copy request; null for read requests and for invalid base64. */
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
