/**
 * A git command with many NUL-separated results (so that file names need no quoting): the arguments that fix the output
 * format, and its parser. Run with `runListing` or `Shadow.list`.
 */
export interface Listing<Item> {
  readonly args: readonly string[];
  /** The results, in git's order. */
  parse(output: string): Item[];
}

/** NUL-terminated fields; a field may be empty. */
export function fieldsOf(output: string): string[] {
  const fields = output.split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields;
}

/** The text before and after a separator; all of it before, when there is none. */
export function cutAt(text: string, separator: string): readonly [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** File names as input of `--stdin -z`. */
export function namesInput(names: readonly string[]): string {
  return names.map((name) => `${name}\0`).join('');
}

/** `ls-files`: file names, by default of the index. A nested repository ends with a slash. */
export function fileNames(...args: readonly string[]): Listing<string> {
  return { args: ['ls-files', '-z', ...args], parse: fieldsOf };
}

/** `check-ignore`: the names in the input (`namesInput`) that git ignores. Exit code 1: none. */
export const ignoredNames: Listing<string> = {
  args: ['check-ignore', '-z', '--stdin'],
  parse: fieldsOf,
};

export interface AttributeValue {
  readonly path: string;
  /** `unspecified`, `unset`, `set`, or the value itself, which may be empty. */
  readonly value: string;
}

/** `check-attr`: one attribute of each file named in the input (`namesInput`). */
export function attributeValues(attribute: string): Listing<AttributeValue> {
  return { args: ['check-attr', '-z', '--stdin', attribute], parse: parseAttributes };
}

/** Path, attribute, value. */
function parseAttributes(output: string): AttributeValue[] {
  const fields = fieldsOf(output);
  const values: AttributeValue[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3)
    values.push({ path: fields[at] ?? '', value: fields[at + 2] ?? '' });
  return values;
}

/** A setting of git's configuration. */
export interface ConfigSetting {
  /** Section and name in lower case; the part between them as written. */
  readonly key: string;
  /** Null for a key without a value, which means true. */
  readonly value: string | null;
}

/** `config`: all settings (`--list`), or those with matching keys (`--get-regexp`). Exit code 1: none. */
export function configSettings(...args: readonly string[]): Listing<ConfigSetting> {
  return { args: ['config', '--null', ...args], parse: parseSettings };
}

function parseSettings(output: string): ConfigSetting[] {
  return fieldsOf(output).map((record) => {
    const [key, value] = cutAt(record, '\n');
    return { key, value };
  });
}

/** A commit in a list of commits. */
export interface CommitLine {
  readonly oid: string;
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const COMMIT_FORMAT = '--format=%H%x09%at%x09%an%x09%s';

/** `log`: commits, newest first. */
export function commitLines(...args: readonly string[]): Listing<CommitLine> {
  return {
    args: ['log', '-z', COMMIT_FORMAT, '--no-show-signature', ...args],
    parse: parseCommits,
  };
}

function parseCommits(output: string): CommitLine[] {
  return fieldsOf(output).map((record) => {
    const [oid = '', at = '', author = '', ...subject] = record.split('\t');
    return { oid, author, at: Number(at) * 1000, subject: subject.join('\t') };
  });
}
