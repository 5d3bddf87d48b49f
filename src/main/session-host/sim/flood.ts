/** One line of the flood: numbered, coloured, with characters of two, three and four bytes. */
function floodLine(index: number): string {
  const colour = 31 + (index % 6);
  return `\x1b[${colour}m${String(index).padStart(9, '0')}\x1b[0m ░ naïve · 日本語 · 🛶 ${'·'.repeat(index % 40)}\n`;
}

const CHUNK = 64 * 1024;

/** Exactly `bytes` bytes of text, the same every time; the last line may be cut. */
export function* flood(bytes: number): Generator<Uint8Array> {
  let left = bytes;
  let index = 0;
  while (left > 0) {
    let text = '';
    while (text.length < CHUNK) {
      text += floodLine(index);
      index += 1;
    }
    const chunk = Buffer.from(text, 'utf8').subarray(0, left);
    left -= chunk.length;
    yield chunk;
  }
}
