import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { findToken, tokenFilesOf } from './token-lookup.ts';
import type { Token, TokenFile } from './tokens.ts';
import { at, isRecord, textOf } from './values.ts';

/** Kind of a value, recognised by its form; null if it may be anything. */
type Kind = 'a colour' | 'a broken colour' | 'a size' | 'a duration' | 'a number' | 'a boolean';

const UNIT = /^-?(?:\d+\.?\d*|\.\d+)\s*([a-z%]+)$/i;
const DURATIONS = new Set(['ms', 's']);
const HEX = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const COLOUR_CALL = /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(/i;

/** Kinds that are certainly wrong for a type. */
const REFUSED: Readonly<Record<string, readonly Kind[]>> = {
  color: ['a broken colour', 'a size', 'a duration', 'a number', 'a boolean'],
  dimension: ['a colour', 'a broken colour', 'a duration', 'a boolean'],
  duration: ['a colour', 'a broken colour', 'a size', 'a boolean'],
  number: ['a colour', 'a broken colour', 'a size', 'a duration', 'a boolean'],
  fontWeight: ['a colour', 'a broken colour', 'a size', 'a duration', 'a boolean'],
  fontFamily: ['a colour', 'a broken colour', 'a size', 'a duration', 'a number', 'a boolean'],
  cubicBezier: ['a colour', 'a broken colour', 'a size', 'a duration', 'a number', 'a boolean'],
  shadow: ['a colour', 'a broken colour', 'a size', 'a duration', 'a number', 'a boolean'],
  border: ['a colour', 'a broken colour', 'a duration', 'a number', 'a boolean'],
  typography: ['a colour', 'a broken colour', 'a size', 'a duration', 'a number', 'a boolean'],
  transition: ['a colour', 'a broken colour', 'a size', 'a number', 'a boolean'],
  gradient: ['a broken colour', 'a size', 'a duration', 'a number', 'a boolean'],
};
/** Types of the parts of a composite value. */
const PARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shadow: {
    color: 'color',
    offsetX: 'dimension',
    offsetY: 'dimension',
    blur: 'dimension',
    spread: 'dimension',
  },
  border: { color: 'color', width: 'dimension' },
  typography: {
    fontFamily: 'fontFamily',
    fontSize: 'dimension',
    fontWeight: 'fontWeight',
    letterSpacing: 'dimension',
  },
  transition: { duration: 'duration', delay: 'duration', timingFunction: 'cubicBezier' },
  gradient: { color: 'color', position: 'number' },
};
/** Names that design tools use for these types. */
const ALSO: Readonly<Record<string, string>> = {
  colour: 'color',
  spacing: 'dimension',
  sizing: 'dimension',
  size: 'dimension',
  borderRadius: 'dimension',
  borderWidth: 'dimension',
  fontSize: 'dimension',
  fontSizes: 'dimension',
  fontWeights: 'fontWeight',
  fontFamilies: 'fontFamily',
  boxShadow: 'shadow',
};
const MOST_STEPS = 20;
const WHOLE = /^\{\s*([^{}]+?)(?:\.\$?value)?\s*\}$/;

export const WRONG_TYPE_RULE: SemanticRule = {
  topics: ['tokens'],
  id: 'tokens/wrong-type',
  severity: 'error',
  reason: 'Tools skip or misread a value that does not match the type of its token.',
  *find(input: RuleInput) {
    const files = tokenFilesOf(input);
    for (const token of files[0]?.tokens.values() ?? []) yield* problemsOf(token, files);
  },
};

function* problemsOf({ path, type, value }: Token, files: readonly TokenFile[]): Generator<Found> {
  if (type === null) return;
  const wrong = wrongIn(value, type, files);
  if (wrong !== null)
    yield {
      path,
      message: `The token ${path} is of the type ${type}, and its value ${shown(value)} is ${wrong}. Change the value or the type.`,
    };
  const parts = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
  for (const layer of parts ? (Array.isArray(value) ? value : [value]) : [])
    for (const [name, partType] of Object.entries(parts ?? {})) {
      const part = at(layer, name);
      const wrongPart = part === undefined ? null : wrongIn(part, partType, files);
      if (wrongPart !== null)
        yield {
          path,
          message: `The part ${name} of the token ${path} must be of the type ${partType}, and its value ${shown(part)} is ${wrongPart}. Change the value.`,
        };
    }
}

function wrongIn(value: unknown, declared: string, files: readonly TokenFile[]): string | null {
  const type = Object.hasOwn(ALSO, declared) ? (ALSO[declared] ?? declared) : declared;
  if (!Object.hasOwn(REFUSED, type)) return null;
  const resolved = resolve(value, files);
  if (type === 'cubicBezier' && Array.isArray(resolved)) return wrongCurve(resolved);
  const kind = kindOf(resolved);
  return kind !== null && REFUSED[type]?.includes(kind) ? kind : null;
}

/** Checks a cubic Bézier curve of four numbers; the first and third must be between 0 and 1. */
function wrongCurve(curve: readonly unknown[]): string | null {
  if (curve.some((one) => typeof one === 'string')) return null;
  if (curve.length !== 4) return `a list of ${curve.length} numbers instead of 4`;
  const numbers = curve.map(Number);
  const isOutside = [numbers[0], numbers[2]].some((one) => one === undefined || one < 0 || one > 1);
  return isOutside ? 'a curve whose first and third number are not between 0 and 1' : null;
}

/** Follows a value that is only a reference to another token. */
function resolve(value: unknown, files: readonly TokenFile[]): unknown {
  let found = value;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const [, target] = typeof found === 'string' ? (WHOLE.exec(found.trim()) ?? []) : [];
    if (target === undefined) return found;
    found = findToken(files, target)?.value;
  }
  return undefined;
}

function kindOf(value: unknown): Kind | null {
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (isRecord(value)) {
    if (at(value, 'colorSpace') !== undefined) return 'a colour';
    const unit = textOf(at(value, 'unit'));
    return unit === null ? null : DURATIONS.has(unit) ? 'a duration' : 'a size';
  }
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text.startsWith('#'))
    return HEX.test(text) ? 'a colour' : /\s/.test(text) ? null : 'a broken colour';
  if (COLOUR_CALL.test(text)) return 'a colour';
  const [, unit] = UNIT.exec(text) ?? [];
  if (unit !== undefined) return DURATIONS.has(unit.toLowerCase()) ? 'a duration' : 'a size';
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) ? 'a number' : null;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  return textOf(value) ?? (Array.isArray(value) ? 'a list' : 'a map');
}
