import { createHash } from 'node:crypto';
import type { AgentView, GateItem } from '../../../shared/contract/run.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Sync } from '../../../shared/plan/model.ts';
import { type GateState, isBusy } from '../../../shared/states.ts';

/** Facts from which the gate of a sync point is evaluated. */
export interface GateInput {
  readonly sync: Sync;
  /** The agents to merge, without those left out. */
  readonly agents: readonly AgentView[];
  /** Files that an agent changed in another agent's worktree; `by` and `owner` are titles. */
  readonly strays: readonly {
    readonly by: string;
    readonly owner: string;
    readonly path: string;
  }[];
  /** Whether the commands that its verification runs are trusted; null if it runs none. */
  readonly trusted: boolean | null;
  /** Agents whose base lacks a sync point that they wait for. */
  readonly behind: readonly string[];
  /** Contract files of the merge that cannot be parsed, with the reason. */
  readonly brokenContracts: readonly string[];
  /** Findings in contracts with the policy `critical`. */
  readonly criticalContracts?: readonly string[];
  /** Notes about contracts that block nothing, in sentences. */
  readonly contractNotes?: readonly string[];
  /** Null before a prediction is available. */
  readonly files: readonly MergedFile[] | null;
  readonly ticks: ReadonlySet<string>;
  /** Errors in the plan about this sync point, in sentences. */
  readonly planErrors?: readonly string[];
}

export interface GateOverride {
  readonly item: string;
  readonly reason: string;
}

/** Items that cannot be overridden: a reason does not undo the damage that they prevent. */
const NOT_OVERRIDABLE: ReadonlySet<string> = new Set(['trusted', 'committed', 'plan-valid']);

/** Characters of a hash that are enough to distinguish the items of a checklist. */
const TICK_LENGTH = 16;

/** The id of a checklist item: a hash of its whole text, so that no two texts share it and reordering keeps it. */
export function tickId(text: string): string {
  return `tick:${createHash('sha256').update(text).digest('hex').slice(0, TICK_LENGTH)}`;
}

/** Evaluates all items of a gate, in the order in which a person would look at them. */
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
    // Shown only on failure: everybody expects a plan without errors.
    ...(planErrors.length > 0
      ? [item('plan-valid', false, { pass: '', fail: planErrors.join(' ') })]
      : []),
    item('agents-idle', busy.length === 0, {
      pass: 'All agents are idle.',
      fail: [
        working.length > 0 && `Still working: ${named(working)}.`,
        queued.length > 0 && `Queued: ${named(queued)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    }),
    item('committed', dirty.length + unknown.length === 0 || options.commitLeftovers === true, {
      pass:
        dirty.length + unknown.length === 0
          ? 'Everything is committed.'
          : 'Uncommitted work will be committed when merging.',
      fail: [
        dirty.length > 0 && `Uncommitted work: ${named(dirty)}.`,
        unknown.length > 0 &&
          `Cannot tell whether everything is committed: ${unknownWords(unknown)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    }),
    item('has-commits', empty.length === 0 && agents.length > 0, {
      pass: 'Every agent has commits.',
      fail: agents.length === 0 ? 'There is nothing to merge.' : `No commits yet: ${named(empty)}.`,
    }),
    item('in-scope', outside.length === 0 && input.strays.length === 0, {
      pass: 'All changes are within scope.',
      fail: scopeMessage(outside, input.strays),
    }),
    contractsItem(input),
    item('trusted', input.trusted !== false, {
      pass:
        input.trusted === null
          ? 'Verification runs no commands.'
          : 'The commands that verification runs are trusted.',
      fail: 'The commands that verification runs are not trusted yet.',
    }),
    item('not-behind', input.behind.length === 0, {
      pass: 'Every branch contains the sync points that it waits for.',
      fail: `Started without a sync point that they wait for: ${input.behind.join(', ')}.`,
    }),
    ...(input.sync.checklist ?? []).map((text): GateItem => {
      const id = tickId(text);
      return { id, state: input.ticks.has(id) ? 'pass' : 'open', message: text };
    }),
  ];
  return items.map((found) => withReadTime(overridden(found, options.overrides ?? []), agents));
}

/** Items that depend on what git reports about the agents' worktrees. */
const READ_FROM_GIT: ReadonlySet<string> = new Set(['committed', 'has-commits', 'in-scope']);

/** If the facts of an item are being refreshed, adds the time of the oldest one. */
function withReadTime(found: GateItem, agents: readonly AgentView[]): GateItem {
  if (!READ_FROM_GIT.has(found.id)) return found;
  const times = agents.flatMap(({ asOf }) => asOf ?? []);
  return times.length > 0 ? { ...found, asOf: Math.min(...times) } : found;
}

/** Whether every item passes or was overridden. */
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
      critical.length > 0 ? `Found in critical contracts: ${critical.join('; ')}.` : '',
    ];
    return { id, state: 'fail', message: reasons.filter((one) => one !== '').join(' ') };
  }
  const state: GateState = input.files === null ? 'open' : 'pass';
  const message =
    input.files === null
      ? 'Run a preview to check the contracts.'
      : 'All contract files can be read.';
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
  if (found.state === 'pass' || NOT_OVERRIDABLE.has(found.id)) return found;
  const override = overrides.find((given) => given.item === found.id);
  if (!override) return found;
  return {
    ...found,
    state: 'overridden',
    message: `${found.message} Overridden: ${override.reason}`,
  };
}

function unknownWords(agents: readonly AgentView[]): string {
  const why = ({ title, onBranch }: AgentView) => {
    if (onBranch === undefined) return title;
    const place = onBranch === '' ? 'no branch' : `the branch ${onBranch}`;
    return `${title} (its worktree is on ${place})`;
  };
  return agents.map(why).join(', ');
}
