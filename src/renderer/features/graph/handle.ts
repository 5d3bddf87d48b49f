import { toast } from 'sonner';
import type { PlanEditing } from '../../app/edit.ts';
import { changeLayout, useLayout } from '../../app/layout.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { arrange, type Places } from './place.ts';

/** What the rest of the window can ask of the graph that is on screen. */
interface GraphHandle {
  fit(): void;
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

export function placesNow(): Places {
  const { file } = useWorkspace.getState();
  return useLayout.getState().layout?.places[file ?? ''] ?? {};
}

export function changePlaces(places: Places): void {
  const { file } = useWorkspace.getState();
  if (!file) return;
  changeLayout((layout) => ({ ...layout, places: { ...layout.places, [file]: places } }));
}

/** *Auto-arrange*: everything but pinned nodes is put in order. */
export function arrangeGraph(): void {
  const { plan } = useWorkspace.getState();
  if (!plan?.plan) return;
  changePlaces(arrange(plan.plan, lanesNow(), placesNow()));
  fitGraph();
}

/** Deletes the selected edges and nodes, one edit each; what has started is kept and named. */
export async function removeSelection(editing: PlanEditing): Promise<void> {
  const { plan, run } = useWorkspace.getState();
  const selection = shown?.selection();
  if (!plan?.plan || !selection) return;
  for (const edge of selection.edges) {
    const [from, to] = edge.split('→');
    if (from && to) await editing.edit({ kind: 'disconnect', from, to });
  }
  for (const node of selection.nodes) {
    const agent = run?.agents.find((one) => one.name === node);
    if (agent?.session?.alive) {
      toast.error(`${agent.title} has a running session.`, {
        description: 'Stop the agent first.',
      });
    } else if (Object.hasOwn(plan.plan.agents, node)) {
      await editing.edit({ kind: 'removeAgent', key: node });
    } else if (Object.hasOwn(plan.plan.syncs, node)) {
      await editing.edit({ kind: 'removeSync', key: node });
    }
  }
}
