import { looksLikeJson } from './json-reader.ts';
import { COMMENT_LIKE, readJson } from './json-tree.ts';
import { type Parsed, parseYaml } from './tree.ts';
import type { Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/**
 * Parses one YAML 1.2 or JSON document with source offsets. Throws NotStructural if only a line merge can handle it.
 */
export function parseContract(text: string): Parsed {
  const json = readJson(text);
  if (json) return { text, root: json.root, rest: commentLines(text, json.comments) };
  const isLike = looksLikeJson(text);
  if (isLike && text.includes('\0')) throw new NotStructural('It is not JSON.');
  const yaml = parseYaml(text);
  // In YAML, `// of note` inside braces is part of a key, but its author meant a JSON comment.
  if (yaml.root && isLike && hasCommentLike(text, yaml.root))
    throw new NotStructural('It has JSON comments, but is not JSON.');
  return yaml;
}

/** Converts comments to a text of YAML comments, one per line. */
function commentLines(text: string, comments: readonly (readonly [number, number])[]): string {
  const lines = comments.map((range) => text.slice(...range).replace(/\s+/g, ' '));
  return lines.map((line) => `# ${line}\n`).join('');
}

function hasCommentLike(text: string, tree: Tree): boolean {
  const isPlain = (from: number, to: number) =>
    !/["']/.test(text[from] ?? '') && COMMENT_LIKE.test(text.slice(from, to));
  if (tree.kind === 'scalar') return isPlain(...tree.range);
  return tree.slots.some(
    ({ start, keyEnd, value }) =>
      (keyEnd >= 0 && isPlain(start, keyEnd)) || hasCommentLike(text, value),
  );
}
