/** What globs give a meaning to. A space before a bracket has to be left as it is. */
const MEANING = /[\\()[\]{}*?!+@|]/g;

/** A path as a glob that matches it alone. */
export function literalGlob(path: string): string {
  return path.replace(MEANING, (character) => `\\${character}`);
}

/** Everything in a folder. */
export function folderGlob(path: string): string {
  return `${literalGlob(path)}/**`;
}
