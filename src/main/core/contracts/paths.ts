import type { Range } from './range.ts';

/** The path of a map entry by its name, or of a list item by its identity. */
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

/** The path of list items by their indexes in the base. */
export function placeOf(path: string, [from, to]: Range): string {
  return `${path}[${to > from + 1 ? `${from}-${to - 1}` : from}]`;
}

/**
 * Whether a pattern matches a path: `tables.*.columns` is the list of columns of any table, whether `tables` is a map
 * or a list with identities.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const parts = path.replace(/\[([^\]]*)\]/g, '.$1').split('.');
  const wanted = pattern.split('.');
  return (
    parts.length === wanted.length &&
    wanted.every((part, index) => part === '*' || part === parts[index])
  );
}
