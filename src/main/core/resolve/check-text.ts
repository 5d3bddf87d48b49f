import { LineCounter, parseAllDocuments } from 'yaml';
import { CoreFailure } from '../failure.ts';

/** A line of equals signs alone is a heading in many formats, and conflicts always have one of these too. */
const MARKER = /^(?:<{7}|>{7}|\|{7}) /;

export function hasMarkers(text: string): boolean {
  return firstMarker(text) >= 0;
}

function firstMarker(text: string): number {
  return text.split('\n').findIndex((line) => MARKER.test(line));
}

/**
 * Checks a text that resolves a conflict. Fails with `resolve.markersLeft` (line) when a conflict marker is left, and
 * with `resolve.syntax` (line, column) when YAML or JSON would be invalid.
 */
export function checkText(path: string, text: string): void {
  const marker = firstMarker(text);
  if (marker >= 0) throw markersLeft(path, marker + 1);
  const problem = /\.ya?ml$/i.test(path) ? yamlProblem(text) : null;
  const found = problem ?? (/\.json$/i.test(path) ? jsonProblem(text) : null);
  if (found) throw broken(path, found);
}

interface Problem {
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

function yamlProblem(text: string): Problem | null {
  const counter = new LineCounter();
  for (const document of parseAllDocuments(text, { lineCounter: counter, prettyErrors: false })) {
    const [error] = document.errors;
    if (!error) continue;
    const { line, col } = counter.linePos(error.pos[0]);
    return { message: error.message, line, column: col };
  }
  return null;
}

function jsonProblem(text: string): Problem | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : 'not JSON';
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const before = text.slice(0, position).split('\n');
    return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}

function markersLeft(path: string, line: number): CoreFailure {
  return new CoreFailure({
    code: 'resolve.markersLeft',
    message: `A conflict marker is left in ${path}, line ${line}.`,
    data: { path, line },
  });
}

function broken(path: string, { message, line, column }: Problem): CoreFailure {
  return new CoreFailure({
    code: 'resolve.syntax',
    message: `${path}:${line}:${column}: ${message}`,
    data: { path, line, column },
  });
}
