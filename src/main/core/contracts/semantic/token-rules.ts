import type { SemanticRule } from './rule.ts';
import { isRecord, textOf, walk } from './values.ts';

const TOKENS = { topics: ['tokens'] } as const;
/** `{color.ink}` or `{color.ink.$value}`. */
const REFERENCE = /\{([^{}\s]+?)(?:\.\$?value)?\}/g;
const COLOUR = /^(?:#[0-9a-f]{3,8}|(?:rgb|hsl|oklch)a?\(.*\))$/i;

interface Token {
  readonly path: string;
  readonly value: string;
}

export const TOKEN_RULES: readonly SemanticRule[] = [
  {
    ...TOKENS,
    id: 'tokens/missing-reference',
    severity: 'error',
    reason: 'A token that refers to nothing has no value.',
    *find({ contract }) {
      const tokens = tokensOf(contract.value);
      for (const { path, value } of tokens.values())
        for (const target of references(value))
          if (!tokens.has(target) && !isGroup(contract.value, target))
            yield { path, message: `It refers to ${target}, which is no token.` };
    },
  },
  {
    ...TOKENS,
    id: 'tokens/cycle',
    severity: 'error',
    reason: 'Tokens that refer to each other in a circle have no value.',
    *find({ contract }) {
      const tokens = tokensOf(contract.value);
      const told = new Set<string>();
      for (const start of tokens.keys()) {
        const circle = circleFrom(start, tokens);
        const key = [...circle].sort().join();
        if (circle.length === 0 || told.has(key)) continue;
        told.add(key);
        yield { path: start, message: `It refers to itself: ${[...circle, start].join(' → ')}.` };
      }
    },
  },
  {
    ...TOKENS,
    id: 'tokens/duplicate-value',
    severity: 'info',
    reason: 'One colour under two names is often one token that two sides added.',
    *find({ contract }) {
      const seen = new Map<string, string>();
      for (const { path, value } of tokensOf(contract.value).values()) {
        if (!COLOUR.test(value)) continue;
        const before = seen.get(value.toLowerCase());
        if (before === undefined) seen.set(value.toLowerCase(), path);
        else yield { path, message: `${value} is ${before} already.` };
      }
    },
  },
];

/** Tokens by path: plain values, or `$value` of a group. */
function tokensOf(value: unknown): ReadonlyMap<string, Token> {
  const tokens = new Map<string, Token>();
  for (const one of walk(value)) {
    const text = textOf(one.value);
    if (text === null) continue;
    const path = one.path.replace(/\.\$?value$/, '');
    if (one.key.startsWith('$') && one.key !== '$value') continue;
    tokens.set(path, { path, value: text });
  }
  return tokens;
}

function references(value: string): readonly string[] {
  return [...value.matchAll(REFERENCE)].map(([, target = '']) => target);
}

function isGroup(value: unknown, path: string): boolean {
  const found = path
    .split('.')
    .reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
  return isRecord(found) && !('$value' in found);
}

/** The tokens of a circle that leads back to where it starts; empty when none does. */
function circleFrom(start: string, tokens: ReadonlyMap<string, Token>): readonly string[] {
  const waiting: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let trail = waiting.pop(); trail; trail = waiting.pop()) {
    const last = trail.at(-1) ?? start;
    for (const next of references(tokens.get(last)?.value ?? '')) {
      if (next === start) return trail;
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push([...trail, next]);
    }
  }
  return [];
}
