import { looksLikeJson } from './json-reader.ts';
import { COMMENT_LIKE, readJson } from './json-tree.ts';
import { type Parsed, parseYaml } from './tree.ts';
import type { Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** Reads one YAML 1.2 or JSON document with source offsets. Throws NotStructural for what only text can merge. */
export function parseContract(text: string): Parsed {
  const json = readJson(text);
  if (json) return { text, root: json.root, rest: commentLines(text, json.comments) };
  const isLike = looksLikeJson(text);
  if (isLike && text.includes('\0')) throw new NotStructural('It is no JSON.');
  const yaml = parseYaml(text);
  // To YAML, `// of note` in braces is a key or a part of one; whoever wrote it meant a comment.
  if (yaml.root && isLike && hasCommentLike(text, yaml.root))
    throw new NotStructural('It has comments of JSON, but is no JSON.');
  return yaml;
}

/** Comments as a text that holds nothing else, one a line, written as those of YAML are. */
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
