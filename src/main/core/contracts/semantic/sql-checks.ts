import type { Column } from './columns.ts';
import { isSameName, splitList, unquoted } from './sql-names.ts';
import type { Table } from './tables.ts';
import { at, either, entriesOf, isRecord, textOf, textsOf } from './values.ts';

/** A restriction on the values of a column, as far as it can be evaluated. */
export interface Allowed {
  readonly shown: string;
  /** Whether a default, as written, is allowed. True if only the database can evaluate it. */
  holds(written: string): boolean;
}

const VALUES = ['enum', 'values', 'allowed', 'allowedValues', 'allowed_values'];
const IN = /^"?([\w$]+)"?(?:::\w+)?\s+in\s*\((.*)\)$/is;
const ANY =
  /^"?([\w$]+)"?(?:::\w+)?\s*=\s*any\s*\(\s*\(?\s*array\s*\[(.*)\]\s*\)?(?:::[\w\s[\]]+)?\s*\)$/is;
const COMPARED = /^"?([\w$]+)"?\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)$/;
const BETWEEN = /^"?([\w$]+)"?\s+between\s+(-?\d+(?:\.\d+)?)\s+and\s+(-?\d+(?:\.\d+)?)$/i;

/** All restrictions on a column: its check, its list of values, and the checks of its table. */
export function allowedBy(column: Column, table: Table, contract: unknown): readonly Allowed[] {
  const checks = [...textsOf(at(column.value, 'check')), ...checksOf(table)];
  return [...checks.flatMap((text) => allowedIn(text, column.name)), ...listed(column, contract)];
}

function checksOf(table: Table): readonly string[] {
  const all = ['checks', 'check_constraints', 'checkConstraints', 'constraints', 'check'];
  return all.flatMap((key) => {
    const value = at(table.value, key);
    if (typeof value === 'string') return [value];
    return entriesOf(value, '').flatMap((entry) => {
      if (typeof entry.value === 'string') return [entry.value.replace(/^check\s*/i, '')];
      return textOf(either(entry.value, ['expression', 'check', 'condition', 'definition'])) ?? [];
    });
  });
}

/** Restrictions in a check. A check with OR is ignored, because either side may suffice. */
function allowedIn(check: string, column: string): Allowed[] {
  const text = bare(check);
  if (/\bor\b/i.test(text.replace(/'[^']*'/g, ''))) return [];
  const between = BETWEEN.exec(text);
  const clauses = between ? [text] : text.split(/\s+and\s+/i);
  return clauses.flatMap((clause) => {
    const plain = bare(clause);
    const [, name, values] = IN.exec(plain) ?? ANY.exec(plain) ?? [];
    if (name !== undefined && values !== undefined) {
      const isOwn = isSameName(name, column) || /^value$/i.test(name);
      const plainValues = splitList(values).map(literal);
      return isOwn && plainValues.every((one) => one !== null) ? [oneOf(plainValues, plain)] : [];
    }
    const range = rangeOf(plain);
    return range && isSameName(range.name, column) ? [{ shown: plain, holds: range.holds }] : [];
  });
}

function rangeOf(clause: string) {
  const [, name, sign, limit] = COMPARED.exec(clause) ?? [];
  const [, between, low, high] = BETWEEN.exec(clause) ?? [];
  const inside = (test: (value: number) => boolean) => (written: string) => {
    const value = literal(written);
    const number = value === null || value.trim() === '' ? Number.NaN : Number(value);
    return Number.isNaN(number) || test(number);
  };
  if (between !== undefined)
    return { name: between, holds: inside((one) => one >= Number(low) && one <= Number(high)) };
  if (name === undefined) return null;
  const border = Number(limit);
  const tests = {
    '<': (one: number) => one < border,
    '<=': (one: number) => one <= border,
    '>': (one: number) => one > border,
    '>=': (one: number) => one >= border,
  };
  return { name, holds: inside(tests[sign as keyof typeof tests]) };
}

function listed(column: Column, contract: unknown): Allowed[] {
  const own = either(column.value, VALUES);
  const [, inType] = /^enum\s*\((.*)\)$/is.exec(column.type ?? '') ?? [];
  const named = column.type === null ? undefined : at(contract, 'enums', column.type);
  const shared = isRecord(named) ? either(named, VALUES) : named;
  const values =
    inType === undefined
      ? textsOf(Array.isArray(own) ? own : Array.isArray(shared) ? shared : [])
      : splitList(inType).map((one) => literal(one) ?? one);
  return values.length === 0 ? [] : [oneOf(values, values.join(', '))];
}

function oneOf(values: readonly (string | null)[], shown: string): Allowed {
  return {
    shown,
    holds(written) {
      const value = literal(written);
      return (
        value === null ||
        values.some(
          (one) =>
            one === value || (one !== null && one.trim() !== '' && Number(one) === Number(value)),
        )
      );
    },
  };
}

/** A literal as stored; null if the database computes it. */
function literal(written: string): string | null {
  const plain = written
    .trim()
    .replace(/::[\w\s[\]"().]+$/, '')
    .replace(/^\((.*)\)$/s, '$1');
  const [, quoted] = /^[en]?'((?:[^']|'')*)'$/is.exec(plain) ?? [];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (/^null$/i.test(plain) || /[()]/.test(plain) || /^current_|^session_user$|^now$/i.test(plain))
    return null;
  return /[|*/<>=:]/.test(plain) ? null : unquoted(plain);
}

/** Removes the keyword CHECK and enclosing parentheses. */
function bare(text: string): string {
  const plain = text.trim().replace(/^check\s*(?=\()/i, '');
  if (!plain.startsWith('(') || !plain.endsWith(')')) return plain;
  let depth = 0;
  for (let at = 0; at < plain.length - 1; at += 1) {
    if (plain[at] === '(') depth += 1;
    if (plain[at] === ')') depth -= 1;
    if (depth === 0) return plain;
  }
  return bare(plain.slice(1, -1));
}
