import type { Range } from './items.ts';

/** The path of an entry of a map by its name, or of an item of a list by what it is known by. */
export function innerPath(
  path: string,
  entry: { readonly key: string | null; readonly label: string; readonly name: string },
): string {
  if (entry.key === null) return join(path, entry.name);
  return `${path}[${entry.label.slice(entry.label.indexOf(' ') + 1)}]`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The path of items by their position in the version that both started from. */
export function placeOf(path: string, [from, to]: Range): string {
  return `${path}[${to > from + 1 ? `${from}-${to - 1}` : from}]`;
}
