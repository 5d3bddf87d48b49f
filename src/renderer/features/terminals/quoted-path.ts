/** Paths of only these characters need no quotes in any shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const PLAIN_WINDOWS = /^[\w@+=:,.\\/-]+$/;
/** Control characters, which would end the line or be invisible. */
const CONTROL = /\p{Cc}/u;

/** A path quoted as one word for a shell; on Windows with double quotes, which file names there cannot contain. */
export function quotedPath(path: string, windows = /Win/.test(navigator.platform)): string {
  if (windows) return PLAIN_WINDOWS.test(path) ? path : `"${path}"`;
  if (PLAIN.test(path)) return path;
  if (!CONTROL.test(path)) return `'${path.replaceAll("'", `'\\''`)}'`;
  const escaped = path
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replace(/\p{Cc}/gu, (one) => `\\x${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);
  return `$'${escaped}'`;
}
