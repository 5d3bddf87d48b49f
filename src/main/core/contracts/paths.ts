import type { Range } from './range.ts';

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

/** `tables.*.columns` is the list of columns of any table: in a map by key, in a list by identity. */
export function matchesPath(pattern: string, path: string): boolean {
  const parts = path.replace(/\[([^\]]*)\]/g, '.$1').split('.');
  const wanted = pattern.split('.');
  return (
    parts.length === wanted.length &&
    wanted.every((part, index) => part === '*' || part === parts[index])
  );
}
