import { cutAt, fieldsOf, type Listing } from './listings.ts';

/** The mode (six octal digits) and object of a path. */
export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
}

/** An entry of a tree. */
export interface ListedEntry extends TreeEntry {
  /** `blob`, `tree`, or `commit` for a submodule. */
  readonly kind: string;
  /** Relative to the root of the tree. */
  readonly path: string;
}

/** `ls-tree`: entries of a tree or commit; `args` come last and may be `--` and paths. */
export function treeEntries(tree: string, ...args: readonly string[]): Listing<ListedEntry> {
  return { args: ['ls-tree', '-z', '--full-tree', tree, ...args], parse: parseTree };
}

/** `ls-tree -r`: like `treeEntries`, with files instead of folders. */
export function allTreeEntries(tree: string, ...args: readonly string[]): Listing<ListedEntry> {
  return { args: ['ls-tree', '-r', '-z', '--full-tree', tree, ...args], parse: parseTree };
}

/** `ls-tree -r -l`: bytes of every file in a tree or commit, 0 for a submodule. */
export function fileSizes(tree: string): Listing<number> {
  return { args: ['ls-tree', '-r', '-l', '-z', '--full-tree', tree], parse: parseSizes };
}

/** `<mode> <kind> <oid> TAB <path>`. */
function parseTree(output: string): ListedEntry[] {
  return fieldsOf(output).map((record) => {
    const [facts, path] = cutAt(record, '\t');
    const [mode = '', kind = '', oid = ''] = facts.split(' ');
    return { mode, kind, oid, path: path ?? '' };
  });
}

/** `<mode> <kind> <oid> <size> TAB <path>`, the size padded with spaces; a dash for a submodule. */
function parseSizes(output: string): number[] {
  return fieldsOf(output).map((record) => {
    const [facts] = cutAt(record, '\t');
    const size = facts.split(/ +/)[3] ?? '';
    return /^\d+$/.test(size) ? Number(size) : 0;
  });
}

/** An entry of the index. */
export interface IndexEntry extends TreeEntry {
  /** 0 when merged; in a conflict 1 base, 2 ours, 3 theirs. */
  readonly stage: number;
  readonly path: string;
}

/** An index entry with its tag. */
export interface TaggedEntry extends IndexEntry {
  /** `S`: skip-worktree; lower case: assume-unchanged. */
  readonly tag: string;
}

/** `ls-files --stage`: entries of the index; submodules have the mode 160000. */
export const indexEntries: Listing<IndexEntry> = {
  args: ['ls-files', '--stage', '-z'],
  parse: (output) => fieldsOf(output).map(parseIndexEntry),
};

/** `ls-files -v --stage`: entries of the index with their tags. */
export const taggedIndexEntries: Listing<TaggedEntry> = {
  args: ['ls-files', '-v', '--stage', '-z'],
  parse: (output) =>
    fieldsOf(output).map((record) => {
      const [tag, entry] = cutAt(record, ' ');
      return { tag, ...parseIndexEntry(entry ?? '') };
    }),
};

/** Reads `<mode> <oid> <stage> TAB <path>`, as `ls-files --stage` and `merge-tree` print it. */
export function parseIndexEntry(record: string): IndexEntry {
  const [facts, path] = cutAt(record, '\t');
  const [mode = '', oid = '', stage = ''] = facts.split(' ');
  return { mode, oid, stage: Number(stage), path: path ?? '' };
}

/** Input for `update-index -z --index-info`; a mode of zeros removes the path. */
export function indexInput(entries: Iterable<TreeEntry & { readonly path: string }>): string {
  return [...entries].map(({ mode, oid, path }) => `${mode} ${oid}\t${path}\0`).join('');
}
