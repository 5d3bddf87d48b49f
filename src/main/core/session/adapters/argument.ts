/** Longest argument in bytes; systems allow 128 KiB. */
const LONGEST_ARGUMENT = 120_000;

/** A text as one argument or variable of a program; too long a text is cut, with a note. */
export function asArgument(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= LONGEST_ARGUMENT) return text;
  const cut = bytes
    .subarray(0, LONGEST_ARGUMENT)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return `${cut}\n[cut here: the rest did not fit into one argument]`;
}
