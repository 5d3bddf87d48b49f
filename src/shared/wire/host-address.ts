/** Windows allows 256 characters for the name of a pipe. */
const LONGEST_PIPE = 240;

/**
 * Where the session host of a folder listens: a socket in it, or on Windows, whose pipes are in no folder, a pipe that is
 * named after it. `platform` as Node names it.
 */
export function hostAddress(directory: string, protocol: number, platform: string): string {
  if (platform !== 'win32') return `${directory}/host-v${protocol}.sock`;
  // Paths differ in case and in the kind of slash there without being others.
  const name = directory.toLowerCase().replace(/[\\/:]+/g, '-');
  const short = name.length <= LONGEST_PIPE ? name : `${name.slice(0, 100)}-${hash(name)}`;
  return `\\\\.\\pipe\\tributary-${short}-v${protocol}`;
}

/** FNV-1a in two halves: enough to tell the folders of one machine from each other. */
function hash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
