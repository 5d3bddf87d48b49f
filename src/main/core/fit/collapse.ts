import type { ScopePart } from './carve.ts';
import { literalGlob } from './glob.ts';

// Many folders as few globs: where they differ in one part of their path, that becomes a star: `packages/*/test/**`.
// Folders that differ in their first part alone stay as they are: with a star there, everything would be meant.

/**
 * Shortens a scope to at most so many globs with wildcards, if possible; otherwise returns it unchanged. Folders that
 * differ only in their first segment stay as they are, because a wildcard there would match everything.
 */
export function collapse(parts: readonly ScopePart[], most: number): readonly ScopePart[] {
  if (parts.length <= most) return parts;
  const tries = [1, 2, 3, 4].map((index) => collapsedAt(parts, index));
  return tries.reduce<readonly ScopePart[]>(
    (best, next) => (next.length < best.length ? next : best),
    parts,
  );
}

function collapsedAt(parts: readonly ScopePart[], index: number): readonly ScopePart[] {
  const groups = new Map<string, ScopePart[]>();
  for (const part of parts) {
    const segments = part.place.split('/');
    const fits = part.glob.endsWith('/**') && index < segments.length;
    const key = fits ? globWithout(segments, index) : part.glob;
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups].map(([glob, of]) => {
    const [first] = of;
    if (first && of.length === 1) return first;
    const files = of.reduce((sum, part) => sum + part.files, 0);
    return { glob, place: first ? shared(first.place, index) : '', files };
  });
}

function globWithout(segments: readonly string[], index: number): string {
  const named = segments.map((name, at) => (at === index ? '*' : literalGlob(name)));
  return [...named, '**'].join('/');
}

function shared(place: string, index: number): string {
  return place.split('/').slice(0, index).join('/');
}
