/** Maximum length used for a pipe's name; Windows allows 256 characters. */
const LONGEST_PIPE = 240;

/**
 * The address of a folder's session host: a socket in the folder, or on Windows a named pipe derived from its path.
 * `platform` as Node names it.
 */
export function hostAddress(directory: string, protocol: number, platform: string): string {
  if (platform !== 'win32') return `${directory}/host-v${protocol}.sock`;
  // Windows paths are the same in any case and with either slash.
  const name = directory.toLowerCase().replace(/[\\/:]+/g, '-');
  const short = name.length <= LONGEST_PIPE ? name : `${name.slice(0, 100)}-${hash(name)}`;
  return `\\\\.\\pipe\\tributary-${short}-v${protocol}`;
}

/** FNV-1a in two halves: enough to distinguish the folders of one machine. */
function hash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
