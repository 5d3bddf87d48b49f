import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MergeRules, Policy } from '../types.ts';

/**
 * A merge as it is told in a case file. After its name come outcome and method, then `policy=` or `identity=path:key`
 * where it needs one, then the paths of its conflicts with ` | ` between them. A line below may say `why: `. In the texts `␍` is a carriage return, `⇥`
 * a tab, `␄` "no newline here".
 */
export interface Case {
  readonly name: string;
  /** Why the result is right; empty if the name explains it. */
  readonly why: string;
  readonly outcome: string;
  readonly method: string;
  readonly rules: MergeRules;
  /** Paths of the conflicts. */
  readonly paths: readonly string[];
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** Null if a conflict is expected. */
  readonly merged: string | null;
}

const WHY = 'why: ';
const OPTION = /^(?:policy|identity)=/;
const POLICIES: readonly Policy[] = ['additive', 'review', 'critical', 'text'];
const PART = /^--- (base|ours|theirs|merged)$/m;

/** All cases in the case files of this folder. */
export function readCases(): Case[] {
  const folder = import.meta.dirname;
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return files.sort().flatMap((name) => {
    const [, ...chunks] = readFileSync(join(folder, name), 'utf8').split(/^=== /m);
    return chunks.map(readCase);
  });
}

function readCase(chunk: string): Case {
  const [head = '', ...rest] = chunk.split(PART);
  const [name = '', expected = '', note = ''] = head.split('\n');
  const why = note.startsWith(WHY) ? note.slice(WHY.length) : '';
  const [outcome = '', method = '', ...words] = expected.split(' ');
  const options = words.filter((word) => OPTION.test(word));
  const paths = words.filter((word) => !OPTION.test(word)).join(' ');
  const parts = new Map<string, string>();
  for (let index = 0; index + 1 < rest.length; index += 2)
    parts.set(rest[index] ?? '', unescaped((rest[index + 1] ?? '').slice(1)));
  const part = (key: string) => parts.get(key) ?? '';
  const merged = parts.get('merged') ?? null;
  const sides = { base: part('base'), ours: part('ours'), theirs: part('theirs') };
  const listed = paths === '' ? [] : paths.split(' | ');
  return { name, why, outcome, method, rules: rulesOf(options), paths: listed, ...sides, merged };
}

function rulesOf(options: readonly string[]): MergeRules {
  const values = new Map(options.map((option) => option.split('=') as [string, string]));
  const policy = POLICIES.find((one) => one === values.get('policy')) ?? 'additive';
  const [path, key] = values.get('identity')?.split(':') ?? [];
  return { policy, identity: path && key ? [{ path, key }] : [] };
}

function unescaped(text: string): string {
  return text.replaceAll('␍', '\r').replaceAll('⇥', '\t').replaceAll(/␄\n/g, '');
}
