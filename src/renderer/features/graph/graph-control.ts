import { toast } from 'sonner';
import type { PlanChange } from '../../../shared/plan/model.ts';
import type { PlanEditing } from '../../page/edit.ts';
import { useSelection } from '../../page/selection.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import type { Dropped } from './drop-target.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { arrange, type Places } from './place-nodes.ts';

/** Operations that other parts of the window call on the visible graph. */
interface GraphHandle {
  fit(): void;
  select(which: 'all' | 'none'): void;
  /** Focuses a node as soon as it is drawn, and pans the view if the node is out of sight. */
  enter(node: string): void;
  /** Focuses the canvas. */
  focus(): void;
  selection(): { readonly nodes: readonly string[]; readonly edges: readonly string[] };
}

let shown: GraphHandle | null = null;

/** Registers the visible graph; null when it unmounts. */
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

/** The lanes of the open plan; returns the same array until the plan or the phases change. */
export function lanesNow(): readonly Lane[] {
  const { plan, run } = useWorkspace.getState();
  if (!plan) return [];
  if (lanes.of[0] !== plan || lanes.of[1] !== run?.phases) {
    lanes = { of: [plan, run?.phases], are: lanesOf(plan, run?.phases ?? []) };
  }
  return lanes.are;
}

/** An agent of the plan in the form that drops and moves take. */
export function agentDropped(key: string): Extract<Dropped, { kind: 'agent' }> {
  const agent = useWorkspace.getState().run?.agents.find((one) => one.name === key);
  const started = agent ? agent.worktree !== null || agent.state === 'merged' : false;
  return { kind: 'agent', key, started };
}

/** Keys of the selected agents, with the focused one first. */
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

/** *Auto-arrange*: rearranges all nodes except pinned ones. */
export async function arrangeGraph(editing: PlanEditing): Promise<void> {
  const { plan } = useWorkspace.getState();
  if (!plan?.plan) return;
  const now = placesNow();
  const next = arrange(plan.plan, lanesNow(), now);
  const nodes = new Set([...Object.keys(now), ...Object.keys(next)]);
  const places = Object.fromEntries([...nodes].map((node) => [node, next[node] ?? null]));
  if (await editing.gesture({ changes: [], places, arranged: true })) fitGraph();
}

/** Adds a new agent to the plan and selects it, so that the next key acts on it. */
export async function dropNew(
  changes: readonly PlanChange[],
  editing: PlanEditing,
): Promise<boolean> {
  if (!(await editing.gesture({ changes }))) return false;
  const added = changes.find((change) => change.kind === 'addAgent' || change.kind === 'addPhase');
  if (added) enterNode(added.key);
  return true;
}

/** Selects a node, brings it into view and focuses it. */
export function enterNode(key: string): void {
  useSelection.getState().select(key);
  shown?.enter(key);
}

/** Deletes the selected edges and nodes in one step; deletes nothing if one of them cannot be deleted. */
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
      // Removing the last agent of a sync point removes the sync point too.
      .filter((node) => syncs[node] && !isEmptied(syncs[node].merges, leaving))
      .map((key): PlanChange => ({ kind: 'removeSync', key })),
  ];
  if (changes.length > 0 && (await editing.gesture({ changes }))) {
    // Keep the selection if the person has selected another node meanwhile.
    const { node, select } = useSelection.getState();
    if (node === null || gone.has(node)) select(null);
    if (document.activeElement === document.body) shown?.focus();
  }
}

function isEmptied(merges: readonly string[], leaving: readonly string[]): boolean {
  return merges.length > 0 && merges.every((agent) => leaving.includes(agent));
}
