/** JSON in payloads, apart from the schemas so that a page can read it without them. */

/** Available in Node and in browsers; shared code is compiled with the types of neither. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function encodeJson(message: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(message));
}

/** The JSON value of a payload; null when it is invalid. */
export function decodeJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(payload));
  } catch {
    // Invalid JSON: the caller's schema refuses null and closes the connection.
    return null;
  }
}
