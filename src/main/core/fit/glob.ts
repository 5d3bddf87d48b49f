/** Characters with a meaning in globs. A space before a bracket must stay unescaped. */
const MEANING = /[\\()[\]{}*?!+@|]/g;

/** A glob that matches exactly this path. */
export function literalGlob(path: string): string {
  return path.replace(MEANING, (character) => `\\${character}`);
}

/** A glob for everything in a folder. */
export function folderGlob(path: string): string {
  return `${literalGlob(path)}/**`;
}
