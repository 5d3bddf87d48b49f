import type * as z from 'zod';
import { similar } from './similar.ts';
import type { YamlPath } from './yaml-place.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, and at which path. */
export interface IssueMessage {
  readonly path: YamlPath;
  readonly message: string;
}

/** The first issue of a failed parse as a message. For a union, the issues of the branch that was most likely meant. */
export function firstIssue(error: z.ZodError): IssueMessage {
  const [issue] = error.issues;
  if (!issue) throw new Error('A failed parse has an issue');
  const { path, message } = describeIssue(issue);
  const where = path.map(String).join('.');
  return { path, message: where ? `${where}: ${message}` : message };
}

function describeIssue(issue: Issue): IssueMessage {
  const path = issue.path as YamlPath;
  if (issue.code === 'unrecognized_keys') return unknownKey(path, issue.keys, []);
  if (issue.code !== 'invalid_union') return { path, message: issue.message };
  const branches = issue.errors.filter((issues) => !issues.every(isWrongType));
  if (branches.length === 0) return { path, message: `expected ${alternatives(issue.errors)}` };
  const unknown = branches.map((issues) => issues.flatMap(unknownIn));
  const everywhere = (unknown[0] ?? []).filter((key) =>
    unknown.every((keys) => keys.includes(key)),
  );
  if (everywhere.length > 0) return unknownKey(path, everywhere, branches.flatMap(missingIn));
  const fitting = branches.filter((issues) => issues.flatMap(unknownIn).length === 0);
  const [first] = fitting.length === 1 ? (fitting[0] ?? []) : [];
  if (!first) return { path, message: `expected ${alternatives(issue.errors)}` };
  const deeper = describeIssue(first);
  return { path: [...path, ...deeper.path], message: deeper.message };
}

function unknownKey(
  path: YamlPath,
  keys: readonly string[],
  known: readonly string[],
): IssueMessage {
  const [key = ''] = keys;
  const suggestion = similar(key, known);
  const hint = suggestion ? `; did you mean "${suggestion}"?` : expectedKeys(known);
  return { path: [...path, key], message: `unknown key "${key}"${hint}` };
}

function expectedKeys(known: readonly string[]): string {
  return known.length > 0 ? `; expected ${listed(known.map((key) => `"${key}"`))}` : '';
}

/** Whether the value has a different type than this branch of a union expects. */
function isWrongType(issue: Issue): boolean {
  return (
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  );
}

function unknownIn(issue: Issue): readonly string[] {
  return issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [];
}

function missingIn(issues: readonly Issue[]): readonly string[] {
  return issues.flatMap(({ path }) => (path.length === 1 ? [String(path[0])] : []));
}

function alternatives(branches: readonly (readonly Issue[])[]): string {
  const words = branches.flatMap((issues): readonly string[] => {
    const [issue] = issues;
    if (issue?.code === 'invalid_value') return issue.values.map((value) => `"${String(value)}"`);
    if (issue?.code === 'invalid_type') return [NAMES[issue.expected] ?? issue.expected];
    return missingIn(issues).map((key) => `a map with "${key}"`);
  });
  return listed([...new Set(words)]);
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'a map',
};

function listed(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join('');
}
