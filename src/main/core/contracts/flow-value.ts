import { piecesOf } from './flow-pieces.ts';
import { blanksAt, moved, styleOf, unitOf, valueText } from './flow-style.ts';
import { endOfLine } from './source-lines.ts';
import type { Collection, Tree } from './tree-shape.ts';

/**
 * Formats a value of one file for a place in another: on one line if the target file is one line, one entry per line if
 * only the source file is one line, else re-indented. `parent` contains the place; null at the root.
 */
export function valueIn(
  source: { readonly text: string; readonly value: Tree },
  place: { readonly text: string; readonly at: number; readonly parent: Collection | null },
): string {
  const { text, value } = source;
  const raw = text.slice(...value.range);
  if (value.kind === 'scalar') return raw.replace(/\r?\n/g, endOfLine(place.text));
  const style = place.parent?.flow ? styleOf(piecesOf(place.text, place.parent)) : null;
  const base = blanksAt(place.text, place.at);
  if (style && value.flow) {
    const isSourceFlat = !text.trimEnd().includes('\n');
    if (style.isFileOneLine && !isSourceFlat) return valueText(text, value, { style, base: null });
    if (isSourceFlat && !style.isFileOneLine) return valueText(text, value, { style, base });
  }
  const from = { base: blanksAt(text, value.range[0]), unit: unitOf(text) };
  return moved(raw, from, { base, unit: unitOf(place.text), eol: endOfLine(place.text) });
}
