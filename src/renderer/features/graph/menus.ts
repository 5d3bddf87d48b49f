import { ArrowRight, FileSearch, Pin, PinOff, Plus, Trash2, Unlink } from 'lucide-react';
import { titleIn } from '../../../shared/names.ts';
import { applyChange } from '../../../shared/plan/edit.ts';
import type { Plan, PlanChange } from '../../../shared/plan/model.ts';
import type { NodeMenu } from '../../page/overlays.ts';
import { useRoles } from '../../page/roles.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { type Dropped, judgeDrop, judgeTogether, type Verdict } from './drop-target.ts';
import { type Lane, laneOf } from './lanes.ts';

/** Input from which the menus of the graph are built. */
export interface MenuSubject {
  readonly plan: Plan;
  readonly lanes: readonly Lane[];
  readonly node: string | null;
  /** The agents that *Move* acts on. */
  readonly moving: readonly Extract<Dropped, { kind: 'agent' }>[];
  edit(changes: readonly PlanChange[]): void;
}

type AddSubject = Pick<MenuSubject, 'plan' | 'lanes' | 'edit'>;

export interface GraphMenu {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
}

export function menuOf(menu: NodeMenu, subject: MenuSubject): GraphMenu {
  switch (menu) {
    case 'add':
      return addMenu(subject);
    case 'move': {
      const { moving, plan } = subject;
      const [first] = moving;
      const whom =
        moving.length > 1 ? `${moving.length} agents` : first && titleIn(plan, first.key);
      return { heading: `Move ${whom} to`, entries: first ? moveEntries(subject) : [] };
    }
    case 'connect':
      return {
        heading: `Connect ${titleIn(subject.plan, subject.node ?? '')}`,
        entries: connectEntries(subject),
      };
  }
}

function addMenu(subject: MenuSubject): GraphMenu {
  const lane = (subject.node && laneOf(subject.lanes, subject.node)) || subject.lanes.at(-1);
  const entries = (target: Lane | 'new') =>
    useRoles.getState().roles.map(({ name: role, title }) =>
      entryOf(subject, target, {
        dropped: { kind: 'role', role },
        label: target === 'new' ? `${title} in a new phase` : title,
      }),
    );
  return {
    heading: lane ? `Add to ${lane.title}` : 'Add the first agent',
    entries: lane ? [...entries(lane), ...entries('new')] : entries('new'),
  };
}

/**
 * Entries for every phase that a new agent could go to, and for a new phase; impossible ones are disabled with the
 * reason.
 */
export function targetEntries(subject: AddSubject, role: string): readonly MenuEntry[] {
  const dropped = { kind: 'role', role } as const;
  return [
    ...subject.lanes.map((lane) => entryOf(subject, lane, { dropped, label: lane.title })),
    entryOf(subject, 'new', { dropped, label: 'A new phase' }),
  ];
}

/** Entries for every phase that the agents could move to. */
function moveEntries(subject: MenuSubject): readonly MenuEntry[] {
  const { plan, lanes, moving } = subject;
  return [...lanes, 'new' as const].flatMap((target) => {
    const verdict = judgeTogether({ plan, lanes, target }, moving);
    const label = target === 'new' ? 'A new phase' : target.title;
    return verdict ? [verdictEntry(subject, target, { verdict, label })] : [];
  });
}

function entryOf(
  subject: AddSubject,
  target: Lane | 'new',
  { dropped, label }: { dropped: Dropped; label: string },
): MenuEntry {
  const verdict = judgeDrop({ plan: subject.plan, lanes: subject.lanes, target, dropped });
  return verdictEntry(subject, target, { verdict, label });
}

function verdictEntry(
  subject: AddSubject,
  target: Lane | 'new',
  { verdict, label }: { verdict: Verdict; label: string },
): MenuEntry {
  return {
    label: verdict.kind === 'refused' ? `${label}: ${verdict.why}` : label,
    icon: target === 'new' ? Plus : ArrowRight,
    disabled: verdict.kind === 'refused',
    run() {
      if (verdict.kind === 'edit') subject.edit(verdict.changes);
    },
  };
}

/** Entries for every edge that the node has or could have. */
function connectEntries({ plan, node, edit }: MenuSubject): readonly MenuEntry[] {
  if (!node) return [];
  const others = [...Object.keys(plan.agents), ...Object.keys(plan.syncs)].filter(
    (other) => other !== node,
  );
  return others.flatMap((other) =>
    [
      { from: node, to: other },
      { from: other, to: node },
    ].flatMap((ends): MenuEntry[] => {
      const words = `${titleIn(plan, ends.from)} → ${titleIn(plan, ends.to)}`;
      const gone: PlanChange = { kind: 'disconnect', ...ends };
      if (applyChange(plan, gone).ok) {
        return [{ label: `Disconnect ${words}`, icon: Unlink, run: () => edit([gone]) }];
      }
      const made: PlanChange = { kind: 'connect', ...ends };
      if (!applyChange(plan, made).ok) return [];
      return [{ label: `Connect ${words}`, icon: ArrowRight, run: () => edit([made]) }];
    }),
  );
}

interface NodeActions {
  readonly pinned: boolean;
  readonly isAgent: boolean;
  /** Null when there is no work to review. */
  readonly review: (() => void) | null;
  open(menu: NodeMenu): void;
  inspect(): void;
  pin(on: boolean): void;
  remove(): void;
}

/** Entries of a node's context menu. */
export function nodeEntries(actions: NodeActions): readonly MenuEntry[] {
  return [
    { label: 'Open in the inspector', keys: 'Enter', run: actions.inspect },
    ...(actions.review
      ? [{ label: 'Review its work', icon: FileSearch, keys: 'R', run: actions.review }]
      : []),
    { label: 'Add an agent beside it…', keys: 'A', run: () => actions.open('add') },
    ...(actions.isAgent
      ? [{ label: 'Move to another phase…', keys: 'M', run: () => actions.open('move') }]
      : []),
    { label: 'Connect or disconnect…', keys: 'C', run: () => actions.open('connect') },
    actions.pinned
      ? { label: 'Unpin', icon: PinOff, run: () => actions.pin(false) }
      : { label: 'Pin here', icon: Pin, run: () => actions.pin(true) },
    { label: 'Delete', icon: Trash2, keys: 'Delete', danger: true, run: actions.remove },
  ];
}
