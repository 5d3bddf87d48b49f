/** A wrong clean result that a bug in the merge could produce, and the changes of both sides. */
export interface Planted {
  /** Description of the bug. */
  readonly fault: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly wrong: string;
  /** Expected message of the audit, starting with its path. */
  readonly says: string;
  /** Correct results; empty if only a person can decide. */
  readonly right: readonly string[];
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
const steps = (...names: readonly string[]) =>
  lines('steps:', ...names.map((name) => `  - name: ${name}`));
const list = (...items: readonly (string | number)[]) => `sizes: [${items.join(', ')}]\n`;

const ORDER = 'its items are not in the order that both sides want';
const LOST = 'the change of one side is missing';
const CLASH = 'both sides changed it differently';

export const LISTS: readonly Planted[] = [
  {
    fault: 'a list of sizes is taken as a set',
    base: list(8, 16),
    ours: list(24, 16),
    theirs: list(8, 24),
    wrong: list(24),
    says: `sizes[1]: ${ORDER}`,
    right: [list(24, 24)],
  },
  {
    fault: 'the same value at the first and the last place is taken once',
    base: list(1, 2, 3, 4, 5, 6, 7),
    ours: list(9, 2, 3, 4, 5, 6, 7),
    theirs: list(1, 2, 3, 4, 5, 6, 9),
    wrong: list(9, 2, 3, 4, 5, 6),
    says: `sizes[6]: ${ORDER}`,
    right: [list(9, 2, 3, 4, 5, 6, 9)],
  },
  {
    fault: 'two insertions at one place are both taken',
    base: list('a', 'b'),
    ours: list('a', 'x', 'b'),
    theirs: list('a', 'y', 'b'),
    wrong: list('a', 'x', 'y', 'b'),
    says: 'sizes: both sides changed the same items differently',
    right: [],
  },
  {
    fault: 'one item that both replaced is that of ours',
    base: list('a', 'b', 'c'),
    ours: list('a', 'x', 'c'),
    theirs: list('a', 'y', 'c'),
    wrong: list('a', 'x', 'c'),
    says: `sizes[1]: ${CLASH}`,
    right: [],
  },
  {
    fault: 'an item that theirs added is lost',
    base: list('a', 'b', 'c'),
    ours: list('x', 'a', 'b', 'c'),
    theirs: list('a', 'b', 'y', 'c'),
    wrong: list('x', 'a', 'b', 'c'),
    says: `sizes[2]: ${ORDER}`,
    right: [list('x', 'a', 'b', 'y', 'c')],
  },
  {
    fault: 'an item that theirs added is added twice',
    base: list('a', 'b', 'c'),
    ours: list('x', 'a', 'b', 'c'),
    theirs: list('a', 'b', 'c', 'y'),
    wrong: list('x', 'a', 'b', 'c', 'y', 'y'),
    says: 'sizes: it contains more items than both sides have together',
    right: [list('x', 'a', 'b', 'c', 'y')],
  },
  {
    fault: 'an item that theirs added goes to the end of the list',
    base: list('a', 'b', 'c'),
    ours: list('x', 'a', 'b', 'c'),
    theirs: list('a', 'y', 'b', 'c'),
    wrong: list('x', 'a', 'b', 'c', 'y'),
    says: `sizes[1]: ${ORDER}`,
    right: [list('x', 'a', 'y', 'b', 'c')],
  },
  {
    fault: 'a change inside a list of lists is lost',
    base: list('[0, 1]', '[2, 3]'),
    ours: list('[0, 9]', '[2, 3]'),
    theirs: list('[0, 1]', '[2, 7]'),
    wrong: list('[0, 9]', '[2, 3]'),
    says: `sizes[1]: ${ORDER}`,
    right: [list('[0, 9]', '[2, 7]')],
  },
  {
    fault: 'a member that both added to a set is added twice',
    base: 'required: [id]\n',
    ours: 'required: [id, name, size]\n',
    theirs: 'required: [id, name, unit]\n',
    wrong: 'required: [id, name, size, name, unit]\n',
    says: 'required: a member would be duplicated',
    right: ['required: [id, name, size, unit]\n', 'required: [id, name, unit, size]\n'],
  },
  {
    fault: 'a set contains a replacement member of both sides twice',
    base: 'required: [id, name, size]\n',
    ours: 'required: [unit, name, size]\n',
    theirs: 'required: [id, unit, size]\n',
    wrong: 'required: [unit, unit, size]\n',
    says: 'required: a member would be duplicated',
    right: [],
  },
  {
    fault: 'a member that one side deleted from a set is restored',
    base: 'required: [id, name]\n',
    ours: 'required: [id]\n',
    theirs: 'required: [id, name, unit]\n',
    wrong: 'required: [id, name, unit]\n',
    says: 'required: its member name does not match the changes of both sides',
    right: ['required: [id, unit]\n'],
  },
  {
    fault: 'the items of a list that both added are combined',
    base: 'a: 1\n',
    ours: 'a: 1\nports: [80]\n',
    theirs: 'a: 1\nports: [443]\n',
    wrong: 'a: 1\nports: [80, 443]\n',
    says: 'ports: both sides added it differently',
    right: [],
  },
];

export const MOVES: readonly Planted[] = [
  {
    fault: 'a reorder of theirs is dropped',
    base: steps('lint', 'test', 'pack'),
    ours: steps('lint', 'test', 'pack', 'push'),
    theirs: steps('test', 'lint', 'pack'),
    wrong: steps('lint', 'test', 'pack', 'push'),
    says: `steps: ${ORDER}`,
    right: [steps('test', 'lint', 'pack', 'push')],
  },
  {
    fault: 'a reorder of plain values is dropped',
    base: list('a', 'b', 'c', 'd'),
    ours: list('a', 'b', 'c', 'd', 'e'),
    theirs: list('b', 'a', 'c', 'd'),
    wrong: list('a', 'b', 'c', 'd', 'e'),
    says: `sizes[1]: ${ORDER}`,
    right: [list('b', 'a', 'c', 'd', 'e')],
  },
  {
    fault: 'both sides moved the same items, and the order of ours is taken',
    base: steps('lint', 'test', 'pack'),
    ours: steps('test', 'lint', 'pack'),
    theirs: steps('pack', 'lint', 'test'),
    wrong: steps('test', 'lint', 'pack'),
    says: `steps: ${ORDER}`,
    right: [],
  },
  {
    fault: 'an item that both moved is duplicated',
    base: list('a', 'b', 'c', 'd', 'e', 'f'),
    ours: list('b', 'c', 'd', 'e', 'f', 'a'),
    theirs: list('b', 'c', 'a', 'd', 'e', 'f'),
    wrong: list('b', 'c', 'a', 'd', 'e', 'f', 'a'),
    says: 'sizes: an item that was moved would be duplicated, or was deleted by the other side',
    right: [],
  },
  {
    fault: 'items that theirs added are in reverse order',
    base: steps('lint', 'test'),
    ours: steps('lint', 'test', 'push'),
    theirs: steps('build', 'pack', 'lint', 'test'),
    wrong: steps('pack', 'build', 'lint', 'test', 'push'),
    says: `steps: ${ORDER}`,
    right: [steps('build', 'pack', 'lint', 'test', 'push')],
  },
  {
    fault: 'the move of a plain value that ours deleted is lost beside its own change',
    base: list('a', 'b', 'c'),
    ours: list('x', 'b'),
    theirs: list('a', 'c', 'b'),
    wrong: list('x', 'b'),
    says: 'sizes: one side moved an item that the other side deleted',
    right: [],
  },
  {
    fault: 'ours moved an item that theirs deleted, and it is gone',
    base: steps('lint', 'test', 'pack'),
    ours: steps('pack', 'lint', 'test'),
    theirs: steps('lint', 'test'),
    wrong: steps('lint', 'test'),
    says: 'steps: one side moved an item that the other side deleted',
    right: [],
  },
  {
    fault: 'ours moved an item that theirs deleted, and it stays',
    base: list('a', 'b', 'c', 'd'),
    ours: list('b', 'c', 'd', 'a'),
    theirs: list('b', 'c', 'd'),
    wrong: list('b', 'c', 'd', 'a'),
    says: 'sizes: an item that was moved would be duplicated, or was deleted by the other side',
    right: [],
  },
  {
    fault: 'a named item that theirs added is at the wrong place',
    base: steps('lint', 'test', 'pack'),
    ours: steps('lint', 'test', 'pack', 'push'),
    theirs: steps('lint', 'build', 'test', 'pack'),
    wrong: steps('lint', 'test', 'build', 'pack', 'push'),
    says: `steps: ${ORDER}`,
    right: [steps('lint', 'build', 'test', 'pack', 'push')],
  },
];

const flag = (name: string, on: boolean) =>
  lines(`  ${name}:`, '    type: boolean', `    default: ${on}`, '    since: 3');
const flags = (...all: readonly string[]) => lines('flags:', ...all).replaceAll('\n\n', '\n');

export const RENAMES: readonly Planted[] = [
  {
    fault: 'a change is carried to the entry that may be the renamed one',
    base: flags(flag('is_admin', false)),
    ours: flags(flag('newsletter', false)),
    theirs: flags(flag('is_admin', true)),
    wrong: flags(flag('newsletter', true)),
    says: `flags.is_admin: ${CLASH}`,
    right: [],
  },
  {
    fault: 'an entry that one side renamed exists under both names',
    base: flags(flag('is_admin', false), flag('beta', false)),
    ours: flags(flag('newsletter', false), flag('beta', false)),
    theirs: flags(flag('is_admin', false), flag('beta', true)),
    wrong: flags(flag('newsletter', false), flag('is_admin', false), flag('beta', true)),
    says: `flags.is_admin: ${LOST}`,
    right: [flags(flag('newsletter', false), flag('beta', true))],
  },
  {
    fault: 'an entry that one side renamed is lost',
    base: flags(flag('is_admin', false), flag('beta', false)),
    ours: flags(flag('newsletter', false), flag('beta', false)),
    theirs: flags(flag('is_admin', false), flag('beta', true)),
    wrong: flags(flag('beta', true)),
    says: `flags.newsletter: ${LOST}`,
    right: [flags(flag('newsletter', false), flag('beta', true))],
  },
  {
    fault: 'ours deleted what theirs changed, and the deletion wins',
    base: 'a: 1\nlimit: 10\n',
    ours: 'a: 1\n',
    theirs: 'a: 1\nlimit: 20\n',
    wrong: 'a: 1\n',
    says: `limit: ${CLASH}`,
    right: [],
  },
  {
    fault: 'ours deleted what theirs changed, and the change wins',
    base: 'a: 1\nlimit: 10\n',
    ours: 'a: 1\n',
    theirs: 'a: 1\nlimit: 20\n',
    wrong: 'a: 1\nlimit: 20\n',
    says: `limit: ${CLASH}`,
    right: [],
  },
];
