import type { AgentView, GateItem } from '../../../shared/contract/run.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Sync } from '../../../shared/plan/model.ts';
import { type GateState, isBusy } from '../../../shared/states.ts';

/** What the gate of a sync point is evaluated from. */
export interface GateInput {
  readonly sync: Sync;
  /** The agents it merges, without those left out. */
  readonly agents: readonly AgentView[];
  /** Files that agents changed in each other's worktrees, by titles. */
  readonly strays: readonly {
    readonly by: string;
    readonly owner: string;
    readonly path: string;
  }[];
  /** Whether what its verification would run is trusted; null when it runs nothing. */
  readonly trusted: boolean | null;
  /** Agents whose base lacks a sync point that they wait for. */
  readonly behind: readonly string[];
  /** Contract files of the merge that cannot be read, with the reason. */
  readonly brokenContracts: readonly string[];
  /** What was found in contracts that are critical. */
  readonly criticalContracts?: readonly string[];
  /** What of the contracts is worth a look and stands in nobody's way, in sentences. */
  readonly contractNotes?: readonly string[];
  /** Null before a prediction was made. */
  readonly files: readonly MergedFile[] | null;
  readonly ticks: ReadonlySet<string>;
  /** Errors of the plan about this sync point, in sentences. */
  readonly planErrors?: readonly string[];
}

export interface GateOverride {
  readonly item: string;
  readonly reason: string;
}

/** Never overridden: what they guard cannot be taken back by a reason. */
const FIRM: ReadonlySet<string> = new Set(['trusted', 'committed', 'plan-valid']);

/** The id of a checklist item, from its words. */
export function tickId(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `tick:${slug || 'item'}`;
}

/** All items of a gate, in the order in which a person would look at them. */
export function evaluateGate(
  input: GateInput,
  options: { readonly overrides?: readonly GateOverride[]; readonly commitLeftovers?: boolean },
): GateItem[] {
  const { agents } = input;
  const named = (list: readonly AgentView[]) => list.map((agent) => agent.title).join(', ');
  const busy = agents.filter(isBusy);
  const [queued, working] = [
    busy.filter(({ state }) => state === 'queued'),
    busy.filter(({ state }) => state !== 'queued'),
  ];
  const dirty = agents.filter((agent) => agent.dirty === true && agent.worktree !== null);
  const unknown = agents.filter((agent) => agent.dirty === null && agent.worktree !== null);
  const empty = agents.filter((agent) => agent.commits === 0 || agent.head === null);
  const outside = agents.filter((agent) => agent.outOfScope.length > 0);
  const { planErrors = [] } = input;
  const items: GateItem[] = [
    // Told only where it fails: a plan without errors is what everybody expects.
    ...(planErrors.length > 0
      ? [item('plan-valid', false, { pass: '', fail: planErrors.join(' ') })]
      : []),
    item('agents-idle', busy.length === 0, {
      pass: 'No agent works.',
      fail: [
        working.length > 0 && `Still at work: ${named(working)}.`,
        queued.length > 0 && `Queued: ${named(queued)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    }),
    item('committed', dirty.length + unknown.length === 0 || options.commitLeftovers === true, {
      pass:
        dirty.length + unknown.length === 0
          ? 'Everything is committed.'
          : 'What is left is committed on merging.',
      fail: [
        dirty.length > 0 && `Uncommitted work: ${named(dirty)}.`,
        unknown.length > 0 && `Not known whether everything is committed: ${unclear(unknown)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    }),
    item('has-commits', empty.length === 0 && agents.length > 0, {
      pass: 'Every agent has commits of its own.',
      fail:
        agents.length === 0 ? 'There is nothing to merge.' : `Without a commit: ${named(empty)}.`,
    }),
    item('in-scope', outside.length === 0 && input.strays.length === 0, {
      pass: 'All changes are within scope.',
      fail: scopeMessage(outside, input.strays),
    }),
    contractsItem(input),
    item('trusted', input.trusted !== false, {
      pass:
        input.trusted === null
          ? 'Nothing of the repository runs.'
          : 'What verification runs is trusted.',
      fail: 'What verification would run is not trusted yet.',
    }),
    item('not-behind', input.behind.length === 0, {
      pass: 'Every branch holds what it waited for.',
      fail: `Cut before a sync point they wait for had landed: ${input.behind.join(', ')}.`,
    }),
    ...(input.sync.checklist ?? []).map((text): GateItem => {
      const id = tickId(text);
      return { id, state: input.ticks.has(id) ? 'pass' : 'open', message: text };
    }),
  ];
  return items.map((found) => asKnownThen(overridden(found, options.overrides ?? []), agents));
}

/** Items that rest on what git says of the agents' worktrees. */
const READ_FROM_GIT: ReadonlySet<string> = new Set(['committed', 'has-commits', 'in-scope']);

/** Marks an item whose facts are being read again with when the oldest of them were read. */
function asKnownThen(found: GateItem, agents: readonly AgentView[]): GateItem {
  if (!READ_FROM_GIT.has(found.id)) return found;
  const times = agents.flatMap(({ asOf }) => asOf ?? []);
  return times.length > 0 ? { ...found, asOf: Math.min(...times) } : found;
}

/** True when every item passes or was overridden. */
export function gateOpen(items: readonly GateItem[]): boolean {
  return items.every((found) => found.state === 'pass' || found.state === 'overridden');
}

function item(id: string, isMet: boolean, words: Record<'pass' | 'fail', string>): GateItem {
  const state = isMet ? 'pass' : 'fail';
  return { id, state, message: words[state] };
}

function contractsItem(input: GateInput): GateItem {
  const id = 'contracts-valid';
  const { brokenContracts: broken, criticalContracts: critical = [], contractNotes = [] } = input;
  if (broken.length + critical.length > 0) {
    const reasons = [
      broken.length > 0 ? `Cannot be read: ${broken.join('; ')}.` : '',
      critical.length > 0 ? `Found in what is critical: ${critical.join('; ')}.` : '',
    ];
    return { id, state: 'fail', message: reasons.filter((one) => one !== '').join(' ') };
  }
  const state: GateState = input.files === null ? 'open' : 'pass';
  const message =
    input.files === null ? 'Known after a preview.' : 'All contract files can be read.';
  return { id, state, message: [message, ...contractNotes].join(' ') };
}

function scopeMessage(outside: readonly AgentView[], strays: GateInput['strays']): string {
  const sentences = [
    outside.length > 0 && `Changed outside their scope: ${outside.map(scopeWords).join('; ')}.`,
    strays.length > 0 &&
      `Changed in another's worktree: ${strays.map(({ by, owner, path }) => `${by} (${path} of ${owner})`).join('; ')}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function scopeWords(agent: AgentView): string {
  const [first, ...more] = agent.outOfScope;
  return `${agent.title} (${first}${more.length > 0 ? ` and ${more.length} more` : ''})`;
}

function overridden(found: GateItem, overrides: readonly GateOverride[]): GateItem {
  if (found.state === 'pass' || FIRM.has(found.id)) return found;
  const override = overrides.find((given) => given.item === found.id);
  if (!override) return found;
  return {
    ...found,
    state: 'overridden',
    message: `${found.message} Overridden: ${override.reason}`,
  };
}

function unclear(agents: readonly AgentView[]): string {
  const why = ({ title, onBranch }: AgentView) => {
    if (onBranch === undefined) return title;
    const place = onBranch === '' ? 'no branch' : `the branch ${onBranch}`;
    return `${title} (its worktree is on ${place})`;
  };
  return agents.map(why).join(', ');
}
