import { remembered } from './remembered.ts';
import { at, inside, isRecord, textOf } from './values.ts';

export interface Token {
  readonly path: string;
  /** Its own type, else the type of its group. */
  readonly type: string | null;
  readonly value: unknown;
  /** Paths of referenced tokens. */
  readonly references: readonly string[];
}

export interface TokenFile {
  readonly value: unknown;
  readonly tokens: ReadonlyMap<string, Token>;
  /** Paths of groups; `true` if the group inherits the tokens of another. */
  readonly groups: ReadonlyMap<string, boolean>;
  /** Whether its top level consists of a design tool's token sets, which references omit. */
  readonly hasSets: boolean;
  /** Tokens that also contain tokens, with the first nested one. */
  readonly clashes: readonly { readonly path: string; readonly child: string }[];
}

/** Notation of a token file: maps with `$value` (or `value`), or plain values. */
type Style = '$value' | 'value' | 'plain';

/** Keys of documentation in files with plain values. */
const PROSE = new Set(
  'description comment comments usage note notes name title version label summary example examples last_updated lastUpdated reason'.split(
    ' ',
  ),
);
const DEEPEST = 100;

interface Reader {
  readonly style: Style;
  readonly tokens: Map<string, Token>;
  readonly groups: Map<string, boolean>;
  readonly clashes: { readonly path: string; readonly child: string }[];
}

interface At {
  readonly path: string;
  readonly type: string | null;
  readonly level: number;
}

/** Parses the tokens of a contract, by path, and their groups. */
export const readTokens = remembered((value): TokenFile => {
  const hasSets = isRecord(value) && ('$themes' in value || '$metadata' in value);
  const style = styleOf(value);
  const reader: Reader = { style, tokens: new Map(), groups: new Map(), clashes: [] };
  readGroup(value, { path: '', type: null, level: 0 }, reader);
  const { tokens, groups, clashes } = reader;
  return { value, tokens, groups, hasSets, clashes };
});

function styleOf(value: unknown): Style {
  const waiting: (readonly [unknown, number])[] = [[value, 0]];
  let style: Style = 'plain';
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, level] = next;
    if (!isRecord(one) || level > DEEPEST) continue;
    if (at(one, '$value') !== undefined) return '$value';
    if (isPlain(at(one, 'value'))) style = 'value';
    for (const inner of Object.values(one)) waiting.push([inner, level + 1]);
  }
  return style;
}

function readGroup(group: unknown, here: At, reader: Reader): void {
  if (here.level > DEEPEST) return;
  if (!isRecord(group)) {
    if (Array.isArray(group) || !isPlain(group) || reader.style === '$value') return;
    add({ ...here, value: group }, reader);
    return;
  }
  const own =
    at(group, '$value') ??
    (reader.style === 'value' && isValue(group) ? at(group, 'value') : undefined);
  const type = textOf(at(group, '$type')) ?? here.type;
  if (own !== undefined) {
    const declared = reader.style === 'value' ? (textOf(at(group, 'type')) ?? type) : type;
    add({ path: here.path, type: declared, value: own }, reader);
    const child = Object.entries(group).find(([key, one]) => !key.startsWith('$') && isRecord(one));
    if (child && at(group, '$value') !== undefined)
      reader.clashes.push({ path: here.path, child: child[0] });
  } else
    reader.groups.set(
      here.path,
      at(group, '$extends') !== undefined || at(group, '$ref') !== undefined,
    );
  for (const [key, inner] of Object.entries(group)) {
    if (key.startsWith('$') && key !== '$root') continue;
    if (own !== undefined && !isRecord(inner)) continue;
    if (!isRecord(inner) && PROSE.has(key)) continue;
    if (own !== undefined && reader.style === 'value' && !isValue(inner)) continue;
    readGroup(inner, { path: inside(here.path, key), type, level: here.level + 1 }, reader);
  }
}

/** Whether `value` is the value of a token here, not a token named `value`. */
function isValue(group: unknown): boolean {
  return (
    at(group, 'value') !== undefined &&
    (isPlain(at(group, 'value')) || at(group, 'type') !== undefined)
  );
}

function isPlain(value: unknown): boolean {
  return textOf(value) !== null;
}

function add({ path, type, value }: Omit<Token, 'references'>, reader: Reader): void {
  reader.tokens.set(path, { path, type, value, references: referencesIn(value, reader.style) });
}

/** `{color.ink}` or `{color.ink.$value}`. */
const REFERENCE = /\{\s*([^{}\n]+?)\s*\}/g;

/** Braces inside a longer text are a reference only if they contain a path: `{name}` is a placeholder. */
function referencesIn(value: unknown, style: Style, level = 0): readonly string[] {
  if (level > DEEPEST) return [];
  if (typeof value === 'string')
    return [...value.matchAll(REFERENCE)].flatMap(([braces, target = '']) => {
      const isWhole = braces === value.trim();
      const isPath = target.includes('.') && !/\s/.test(target) && !/^\.|\.$|\.\./.test(target);
      const isName = style === 'plain' ? !/\s/.test(target) : true;
      return /\w/.test(target) && ((isWhole && isName) || isPath)
        ? [target.replace(/\.\$?value$/, '')]
        : [];
    });
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((inner) => referencesIn(inner, style, level + 1));
}
