import { shownTitle, titleIn } from '../names.ts';
import type { Plan, PlanChange } from './model.ts';

/** The undo step that restores what another program wrote at the same moment as an edit. */
export const WRITTEN_OVER = 'the edit over what another program wrote';

/** The name of a gesture after "Undo" and "Redo": `move of Data to Phase 3`. */
export function stepWords(
  plan: Plan,
  gesture: {
    readonly changes: readonly PlanChange[];
    /** Nodes that were moved on the canvas. */
    readonly placed: readonly string[];
  },
): string {
  const [first, ...others] = gesture.changes;
  if (!first) return placesWords(plan, gesture.placed);
  if (others.length === 0) return changeWords(plan, first);
  const kinds = new Set(gesture.changes.map(({ kind }) => kind));
  const removal = [...kinds].every((kind) => REMOVALS.has(kind));
  if (removal) return `removal of ${count(gesture.changes.length, 'item')}`;
  const moves = gesture.changes.filter((change) => MOVES.has(change.kind));
  if (moves.length > 1) {
    return `move of ${count(moves.length, 'agent')}${targetOf(plan, first)}`;
  }
  return changeWords(plan, first);
}

const REMOVALS: ReadonlySet<PlanChange['kind']> = new Set([
  'removeAgent',
  'removeSync',
  'disconnect',
]);
const MOVES: ReadonlySet<PlanChange['kind']> = new Set(['moveAgent', 'addPhase']);

function placesWords(plan: Plan, nodes: readonly string[]): string {
  const [only, ...others] = nodes;
  if (only === undefined) return 'arrangement of the graph';
  return others.length === 0
    ? `place of ${titleIn(plan, only)}`
    : `places of ${nodes.length} nodes`;
}

function changeWords(plan: Plan, change: PlanChange): string {
  const title = (key: string) => titleIn(plan, key);
  switch (change.kind) {
    case 'addAgent': {
      const named = shownTitle(change.agent, change.key);
      return change.sync ? `addition of ${named} to ${title(change.sync)}` : `addition of ${named}`;
    }
    case 'updateAgent':
    case 'updateSync':
      return `change of ${title(change.key)}'s ${fieldsOf(change.set)}`;
    case 'renameAgent':
    case 'renameSync':
      return `renaming of ${change.key} to ${change.to}`;
    case 'removeAgent':
    case 'removeSync':
      return `removal of ${title(change.key)}`;
    case 'moveAgent':
      return `move of ${title(change.key)}${targetOf(plan, change)}`;
    case 'addPhase':
      return change.agent
        ? `new phase with ${shownTitle(change.agent, change.key)}`
        : `move of ${title(change.key)}${targetOf(plan, change)}`;
    case 'addSync':
      return `addition of ${shownTitle(change.sync, change.key)}`;
    case 'connect':
      return `connection from ${title(change.from)} to ${title(change.to)}`;
    case 'disconnect':
      return `removal of the connection from ${title(change.from)} to ${title(change.to)}`;
    case 'setBase':
      return 'change of the base branch';
    case 'setAccept':
      return 'change of who accepts work';
  }
}

function targetOf(plan: Plan, change: PlanChange): string {
  if (change.kind === 'moveAgent') return ` to ${titleIn(plan, change.sync)}`;
  return change.kind === 'addPhase' ? ' to a new phase' : '';
}

function fieldsOf(set: object): string {
  const fields = Object.keys(set).map((field) => FIELD_WORDS[field] ?? field);
  return fields.length > 0 ? fields.join(' and ') : 'settings';
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  after: 'inputs',
  merges: 'merge order',
  reads: 'contracts it reads',
  writes: 'contracts it writes',
  runs: 'program',
  verify: 'verification',
};

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
