/** Characters that no shell gives a meaning to. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const PLAIN_WINDOWS = /^[\w@+=:,.\\/-]+$/;
/** What would end the line, or could not be seen. */
const CONTROL = /\p{Cc}/u;

/** A path as a shell takes it for one word. On Windows double quotes, which no file name there has. */
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
