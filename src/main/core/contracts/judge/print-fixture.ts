import type { Contract, Entry, ListNode, MapNode, Node } from './model-fixture.ts';

/** Formatting of a text. */
export interface Look {
  readonly indent: string;
  /** JSON on one line. */
  readonly isMinified: boolean;
  /** Lists of plain values in flow style. */
  readonly isInline: boolean;
}

export const PLAIN: Look = { indent: '  ', isMinified: false, isInline: false };

/** Prints a contract as text. */
export function textOf({ language, root }: Contract, look: Look = PLAIN): string {
  if (language === 'documents')
    return root.entries.map(({ value }) => `${yamlLines(value, look).join('\n')}\n`).join('---\n');
  if (language === 'yaml') return `${yamlLines(root, look).join('\n')}\n`;
  if (look.isMinified) return JSON.stringify(plain(root));
  return `${jsonLines(root, look, '').join('\n')}\n`;
}

/** A contract as plain values. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return node.entries.map((entry) => plainItem(node, entry));
}

export function plainItem({ style }: ListNode, { key, value }: Entry): unknown {
  return style === 'keyed' ? { name: key, ...(plain(value) as object) } : plain(value);
}

function yamlLines(node: Node, look: Look): string[] {
  if (node.kind === 'scalar') return [String(node.value)];
  if (node.entries.length === 0) return [node.kind === 'map' ? '{}' : '[]'];
  return node.kind === 'map'
    ? node.entries.flatMap((entry) => yamlEntry(entry, look))
    : node.entries.flatMap((entry) => yamlItem(node, entry, look));
}

function yamlEntry({ key, value, lead, tail }: Entry, look: Look): string[] {
  const above = lead === null ? [] : [`# ${lead}`];
  const behind = tail === null ? '' : ` # ${tail}`;
  const isLine = value.kind === 'scalar' || value.entries.length === 0 || isInline(value, look);
  if (isLine) return [...above, `${key}: ${lineOf(value)}${behind}`];
  return [...above, `${key}:`, ...yamlLines(value, look).map((line) => look.indent + line)];
}

function yamlItem(list: ListNode, { key, value, lead, tail }: Entry, look: Look): string[] {
  const above = lead === null ? [] : [`# ${lead}`];
  const behind = tail === null ? '' : ` # ${tail}`;
  if (value.kind === 'scalar') return [...above, `- ${value.value}${behind}`];
  const name = list.style === 'keyed' ? [`name: ${key}`] : [];
  const lines = [...name, ...bareFields(value as MapNode, look)];
  return [...above, ...lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`)];
}

/** Omits the comment above the first field: it would be between the dash and the field. */
function bareFields({ entries }: MapNode, look: Look): string[] {
  return entries.flatMap((entry) => yamlEntry({ ...entry, lead: null }, look));
}

function isInline(node: Node, look: Look): boolean {
  return (
    look.isInline &&
    node.kind === 'list' &&
    node.entries.every((entry) => entry.value.kind === 'scalar')
  );
}

function lineOf(node: Node): string {
  if (node.kind === 'scalar') return String(node.value);
  if (node.kind === 'map') return '{}';
  return `[${node.entries.map(({ value }) => lineOf(value)).join(', ')}]`;
}

function jsonLines(node: Node, look: Look, name: string): string[] {
  if (node.kind === 'scalar') return [`${name}${JSON.stringify(node.value)}`];
  const [open, close] = node.kind === 'map' ? ['{', '}'] : ['[', ']'];
  if (node.entries.length === 0) return [`${name}${open}${close}`];
  const lines = node.entries.flatMap((entry, index) => {
    const isLast = index === node.entries.length - 1;
    const key = node.kind === 'map' ? `${JSON.stringify(entry.key)}: ` : '';
    const inner = jsonLines(named(node, entry), look, key);
    const above = entry.lead === null ? [] : [`// ${entry.lead}`];
    const behind = entry.tail === null ? '' : ` // ${entry.tail}`;
    const last = `${inner.at(-1) ?? ''}${isLast ? '' : ','}${behind}`;
    return [...above, ...inner.slice(0, -1), last].map((line) => look.indent + line);
  });
  return [`${name}${open}`, ...lines, close];
}

function named(node: Node, entry: Entry): Node {
  if (node.kind !== 'list' || node.style !== 'keyed' || entry.value.kind !== 'map')
    return entry.value;
  const name: Entry = {
    id: '',
    key: 'name',
    value: { kind: 'scalar', value: entry.key },
    lead: null,
    tail: null,
  };
  return { kind: 'map', entries: [name, ...entry.value.entries] };
}
