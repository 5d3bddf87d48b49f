import { toast } from 'sonner';
import type { PlanChange } from '../../../shared/plan/model.ts';
import type { PlanEditing } from '../../page/edit.ts';
import { useSelection } from '../../page/selection.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import type { Dropped } from './drop-target.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { arrange, type Places } from './place-nodes.ts';

/** What the rest of the window can ask of the graph that is on screen. */
interface GraphHandle {
  fit(): void;
  select(which: 'all' | 'none'): void;
  /** A node gets the keyboard as soon as it is drawn, and the view moves to it if it is out of sight. */
  enter(node: string): void;
  /** The keyboard goes to the canvas. */
  focus(): void;
  selection(): { readonly nodes: readonly string[]; readonly edges: readonly string[] };
}

let shown: GraphHandle | null = null;

/** Called by the graph with itself, and with null when it goes away. */
export function holdGraph(handle: GraphHandle | null): void {
  shown = handle;
}

export function fitGraph(): void {
  shown?.fit();
}

export function selectInGraph(which: 'all' | 'none'): void {
  shown?.select(which);
}

let lanes: { of: readonly [unknown, unknown]; are: readonly Lane[] } = {
  of: [null, null],
  are: [],
};

/** The lanes of the open plan; the same array until the plan or the phases change. */
export function lanesNow(): readonly Lane[] {
  const { plan, run } = useWorkspace.getState();
  if (!plan) return [];
  if (lanes.of[0] !== plan || lanes.of[1] !== run?.phases) {
    lanes = { of: [plan, run?.phases], are: lanesOf(plan, run?.phases ?? []) };
  }
  return lanes.are;
}

/** An agent of the plan as something that is dropped. */
export function agentDropped(key: string): Extract<Dropped, { kind: 'agent' }> {
  const agent = useWorkspace.getState().run?.agents.find((one) => one.name === key);
  const started = agent ? agent.worktree !== null || agent.state === 'merged' : false;
  return { kind: 'agent', key, started };
}

/** The selected agents, the one that keys act on first. */
export function agentsSelected(): readonly string[] {
  const { node } = useSelection.getState();
  const agents = useWorkspace.getState().plan?.plan?.agents ?? {};
  const several = shown?.selection().nodes.filter((key) => Object.hasOwn(agents, key)) ?? [];
  if (node === null || !Object.hasOwn(agents, node)) return several;
  return several.includes(node) ? [node, ...several.filter((key) => key !== node)] : [node];
}

export function placesNow(): Places {
  return useWorkspace.getState().plan?.places ?? {};
}

/** *Auto-arrange*: everything but pinned nodes is put in order. */
export async function arrangeGraph(editing: PlanEditing): Promise<void> {
  const { plan } = useWorkspace.getState();
  if (!plan?.plan) return;
  const now = placesNow();
  const next = arrange(plan.plan, lanesNow(), now);
  const nodes = new Set([...Object.keys(now), ...Object.keys(next)]);
  const places = Object.fromEntries([...nodes].map((node) => [node, next[node] ?? null]));
  if (await editing.gesture({ changes: [], places, arranged: true })) fitGraph();
}

/** Puts a new agent into the plan and selects it: the next key is about it. */
export async function dropNew(
  changes: readonly PlanChange[],
  editing: PlanEditing,
): Promise<boolean> {
  if (!(await editing.gesture({ changes }))) return false;
  const added = changes.find((change) => change.kind === 'addAgent' || change.kind === 'addPhase');
  if (added) enterNode(added.key);
  return true;
}

/** Selects a node, brings it into view and gives it the keyboard. */
export function enterNode(key: string): void {
  useSelection.getState().select(key);
  shown?.enter(key);
}

/** Deletes the selected edges and nodes in one step; where one of them cannot go, none does. */
export async function removeSelection(editing: PlanEditing): Promise<void> {
  const { plan, run } = useWorkspace.getState();
  const selection = shown?.selection();
  if (!plan?.plan || !selection) return;
  const { agents, syncs } = plan.plan;
  for (const node of selection.nodes) {
    const agent = run?.agents.find((one) => one.name === node);
    if (agent?.session?.alive) {
      toast.error(`${agent.title} has a running session.`, {
        description: 'Stop the agent first.',
      });
      return;
    }
    if (agent?.state === 'merged' || run?.syncs.find((one) => one.name === node)?.commit) {
      toast.error(`${titleOf(run, node)} has landed; it stays in the plan.`);
      return;
    }
  }
  const gone = new Set(selection.nodes);
  const edges = selection.edges.flatMap((edge): PlanChange[] => {
    const [from = '', to = ''] = edge.split('→');
    return gone.has(from) || gone.has(to) ? [] : [{ kind: 'disconnect', from, to }];
  });
  const leaving = selection.nodes.filter((node) => Object.hasOwn(agents, node));
  const changes: PlanChange[] = [
    ...edges,
    ...leaving.map((key): PlanChange => ({ kind: 'removeAgent', key })),
    ...selection.nodes
      // A sync point all of whose agents go is taken out with the last of them.
      .filter((node) => syncs[node] && !isEmptied(syncs[node].merges, leaving))
      .map((key): PlanChange => ({ kind: 'removeSync', key })),
  ];
  if (changes.length > 0 && (await editing.gesture({ changes }))) {
    // Whoever has gone on to another node meanwhile stays there.
    const { node, select } = useSelection.getState();
    if (node === null || gone.has(node)) select(null);
    if (document.activeElement === document.body) shown?.focus();
  }
}

function isEmptied(merges: readonly string[], leaving: readonly string[]): boolean {
  return merges.length > 0 && merges.every((agent) => leaving.includes(agent));
}
