import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { findToken, isGroupIn, tokenFilesOf } from './token-lookup.ts';
import { WRONG_TYPE_RULE } from './token-types.ts';
import { readTokens, type Token } from './tokens.ts';

const TOKENS = { topics: ['tokens'] } as const;
const COLOUR = /^(?:#[0-9a-f]{3,8}|(?:rgb|hsl|oklch)a?\(.*\))$/i;
/** Maximum number of colours to name in the finding about repeated values. */
const MOST_NAMED = 3;

export const TOKEN_RULES: readonly SemanticRule[] = [
  {
    ...TOKENS,
    id: 'tokens/missing-reference',
    severity: 'error',
    reason: 'A token whose reference has no target has no value.',
    *find(input) {
      const files = tokenFilesOf(input);
      // If a file cannot be parsed, missing tokens cannot be determined.
      if (files.some(({ value }) => value === undefined)) return;
      for (const { path, references } of files[0]?.tokens.values() ?? [])
        for (const target of new Set(references))
          if (!findToken(files, target) && !isGroupIn(files, target))
            yield {
              path,
              message: `It refers to the token ${target}, which is not defined. Define it, or correct the reference.`,
            };
    },
  },
  {
    ...TOKENS,
    id: 'tokens/cycle',
    severity: 'error',
    reason: 'Tokens that refer to each other in a cycle have no value.',
    find: cycles,
  },
  {
    ...TOKENS,
    id: 'tokens/token-and-group',
    severity: 'error',
    reason: 'A name is a token or a group of tokens, never both: tools drop one of the two.',
    *find({ contract }) {
      for (const { path, child } of readTokens(contract.value).clashes)
        yield {
          path,
          message: `${path} is a token with a value, and a group that contains ${child}. Rename one of the two, or move the value into a token inside the group.`,
        };
    },
  },
  WRONG_TYPE_RULE,
  {
    ...TOKENS,
    id: 'tokens/duplicate-value',
    severity: 'info',
    reason: 'One colour under two names is often one token that two sides added.',
    find: repeatedColours,
  },
];

/** One finding per cycle, at its first token in this contract. */
function* cycles(input: RuleInput): Generator<Found> {
  const files = tokenFilesOf(input);
  const own = new Set(files[0]?.tokens.values());
  const done = new Set<Token>();
  for (const start of own) {
    const trail: { readonly token: Token; readonly next: Iterator<string> }[] = [];
    const open = new Set<Token>();
    const enter = (token: Token) => {
      if (done.has(token)) return;
      open.add(token);
      trail.push({ token, next: token.references[Symbol.iterator]() });
    };
    enter(start);
    for (let last = trail.at(-1); last; last = trail.at(-1)) {
      const { value: target, done: isOver } = last.next.next();
      if (isOver) {
        trail.pop();
        open.delete(last.token);
        done.add(last.token);
        continue;
      }
      const token = findToken(files, target);
      if (!token) continue;
      if (!open.has(token)) {
        enter(token);
        continue;
      }
      const circle = trail
        .slice(trail.findIndex((one) => one.token === token))
        .map((one) => one.token);
      const first = circle.find((one) => own.has(one));
      if (first)
        yield {
          path: first.path,
          message: `It refers to itself: ${[...circle, token].map(({ path }) => path).join(' → ')}. Give one of these tokens a value.`,
        };
    }
  }
}

/** A single finding for all colours: themes repeat many, and that is not an error. */
function* repeatedColours({ contract }: RuleInput): Generator<Found> {
  const byColour = new Map<string, string[]>();
  for (const { path, value } of readTokens(contract.value).tokens.values()) {
    if (typeof value !== 'string' || !COLOUR.test(value)) continue;
    const names = byColour.get(value.toLowerCase());
    if (names) names.push(path);
    else byColour.set(value.toLowerCase(), [path]);
  }
  const repeated = [...byColour].filter(([, names]) => names.length > 1);
  const [first] = repeated;
  if (!first) return;
  const shown = repeated.slice(0, MOST_NAMED).map(([colour, names]) => {
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return `${colour} is ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
  });
  const rest = repeated.length - shown.length;
  const count = repeated.length === 1 ? 'One colour has' : `${repeated.length} colours have`;
  yield {
    path: first[1][1] ?? '',
    message: `${count} several names: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}. If they mean the same, let one token refer to the other.`,
  };
}
