import { type Node, type ParseError, parseTree, visit } from 'jsonc-parser';
import type { Read } from './read.ts';
import { mapOf, type Value } from './value.ts';

const LENIENT = { disallowComments: false, allowTrailingComma: true } as const;
/** Whole numbers that are written in other ways too. */
const WHOLE = /^-?\d+$/;

/** What a JSON text says, comments and commas at the end allowed. Null where it is none. */
export function readJson(text: string): Read | null {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (!/^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*[[{]/.test(source)) return null;
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, LENIENT);
  if (!tree || errors.length > 0) return null;
  return { documents: [readNode(tree, source)], comments: commentsIn(source) };
}

function readNode(node: Node, source: string): Value {
  const children = node.children ?? [];
  if (node.type === 'array')
    return { kind: 'list', items: children.map((child) => readNode(child, source)) };
  if (node.type === 'object')
    return mapOf(
      children.flatMap(({ children: [key, value] = [] }) =>
        key && value ? [[`string ${key.value}`, readNode(value, source)] as const] : [],
      ),
    );
  const written = source.slice(node.offset, node.offset + node.length);
  const isNumber = node.type === 'number';
  const id = isNumber
    ? WHOLE.test(written)
      ? `bigint ${BigInt(written)}`
      : `number ${written}`
    : `${node.type} ${node.value}`;
  return { kind: 'scalar', id };
}

function commentsIn(source: string): readonly string[] {
  if (!source.includes('//') && !source.includes('/*')) return [];
  const found: string[] = [];
  const onComment = (offset: number, length: number) => {
    // One of several lines stands at another depth in another text.
    found.push(
      source
        .slice(offset, offset + length)
        .replace(/\s+/g, ' ')
        .trim(),
    );
  };
  visit(source, { onComment }, LENIENT);
  return found;
}
