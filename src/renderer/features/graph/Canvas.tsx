import {
  applyEdgeChanges,
  type EdgeChange,
  ReactFlow,
  SelectionMode,
  useStore,
} from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { toast } from 'sonner';
import type { PlanView } from '../../../shared/contract/plan.ts';
import { applyChange } from '../../../shared/plan/edit.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { type PlanEditing, usePlanEditing } from '../../page/edit.ts';
import { showPane } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { AnchoredMenu } from '../../ui/AnchoredMenu.tsx';
import { AgentCard } from './AgentCard.tsx';
import { DragGhost } from './DragGhost.tsx';
import { describeEditFailure } from './drop-target.ts';
import { nodesOf } from './flow.ts';
import { Gate } from './Gate.tsx';
import { GraphBar } from './GraphBar.tsx';
import { holdGraph } from './graph-control.ts';
import { Lanes } from './Lanes.tsx';
import { lanesOf } from './lanes.ts';
import { useNodeDrag } from './node-drag.ts';
import { laneHeight, placeNodes } from './place-nodes.ts';
import { showAbout } from './show-about.ts';
import { useEdges } from './use-edges.ts';
import { useFit } from './use-fit.ts';
import { selectOnly, useKeyboard } from './use-keyboard.ts';
import { useMenus } from './use-menus.ts';
import { useNodes } from './use-nodes.ts';
import { useRememberedSelection } from './use-remembered-selection.ts';

const NODE_TYPES = { agent: AgentCard, gate: Gate };
const SELECT_MORE = ['Shift', 'Control', 'Meta'];
/** Below this zoom the small print is unreadable, so it is hidden. */
const FAR = 0.62;
/** Lanes reach down to the lower edge of the canvas, minus this gap. */
const ROOM_BELOW = 32;

/** The canvas of one plan. */
export function Canvas({ view, plan }: { view: PlanView; plan: Plan }) {
  const editing = usePlanEditing();
  const run = useWorkspace((state) => state.run);
  const places = view.places;
  const phases = run?.phases;
  const lanes = useMemo(() => lanesOf(view, phases ?? []), [view, phases]);
  const placed = useMemo(() => placeNodes(lanes, places), [lanes, places]);
  const drawn = useMemo(() => {
    const pinned = new Set(Object.keys(places).filter((node) => places[node]?.pinned));
    return nodesOf({ plan, run, placed, pinned });
  }, [plan, run, placed, places]);
  const height = laneHeight(placed);

  const cancelled = useRef(false);
  const canvas = useRef<HTMLDivElement>(null);
  const { nodes, change, putBack, selectAll, selectOne } = useNodes(drawn, placed, cancelled);
  const { edges, setEdges, hover } = useEdges(plan);
  const drag = useNodeDrag(editing, { cancelled, putBack });
  const { fit, moved, rests, held } = useFit(canvas, { lanes: lanes.length, height });
  const menus = useMenus(plan, editing);
  const { events, enter, focus } = useKeyboard({ canvas, nodes, setEdges, held });
  const room = useStore((state) => Math.floor(state.height / state.transform[2]) - ROOM_BELOW);
  const far = useStore((state) => state.transform[2] < FAR);
  const frozen = view.error !== null;

  const count = nodes.filter((node) => node.selected).length;
  useEffect(() => useSelection.setState({ count }), [count]);
  // Release the handle on unmount only: other effects of the same render use it.
  useEffect(() => () => holdGraph(null), []);
  useRememberedSelection(plan);
  useEffect(() => {
    holdGraph({
      fit,
      enter,
      focus,
      select(which) {
        selectAll(which === 'all');
        setEdges((last) => selectOnly(last, null));
        if (which === 'none') useSelection.getState().select(null);
        focus();
      },
      selection: () => ({
        nodes: nodes.filter((node) => node.selected).map((node) => node.id),
        edges: edges.filter((edge) => edge.selected).map((edge) => edge.id),
      }),
    });
  }, [nodes, edges, fit, enter, focus, selectAll, setEdges]);

  return (
    <>
      <GraphBar view={view} canvas={canvas} editing={editing} />
      <div
        ref={canvas}
        data-canvas
        tabIndex={-1}
        className="relative min-h-0 flex-1 outline-none"
        data-far={far}
        {...events}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          onNodesChange={change}
          onEdgesChange={(changes: EdgeChange[]) =>
            setEdges((last) => applyEdgeChanges(changes, last))
          }
          onNodeDragStart={drag.onNodeDragStart}
          onNodeDrag={drag.onNodeDrag}
          onNodeDragStop={drag.onNodeDragStop}
          onNodeMouseEnter={(_event, node) => hover(node.id)}
          onNodeMouseLeave={() => hover(null)}
          onNodeClick={({ shiftKey, ctrlKey, metaKey }, node) => {
            if (!shiftKey && !ctrlKey && !metaKey) {
              selectOne(node.id);
              showAbout(node.type === 'gate' ? 'sync' : 'agent');
            }
            // After a click with a modifier key deselects the node, no element has the focus; give it to the canvas.
            else if (document.activeElement === document.body) focus();
          }}
          onPaneClick={() => {
            useSelection.getState().select(null);
            focus();
          }}
          onNodeDoubleClick={() => showPane('inspector')}
          onNodeContextMenu={(event, node) => {
            event.preventDefault();
            useSelection.getState().select(node.id);
            menus.openNode({ x: event.clientX, y: event.clientY }, node);
          }}
          onEdgeContextMenu={(event, edge) => {
            event.preventDefault();
            menus.openEdge({ x: event.clientX, y: event.clientY }, edge);
          }}
          onMoveStart={moved}
          onMoveEnd={rests}
          {...connecting(plan, editing)}
          nodesDraggable={!frozen}
          nodesConnectable={!frozen}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={SELECT_MORE}
          minZoom={0.15}
          maxZoom={1.5}
        >
          <Lanes lanes={lanes} height={Math.max(height, room)} />
        </ReactFlow>
        {lanes.length === 0 && (
          <p className="pointer-events-none absolute inset-x-0 top-1/3 px-4 text-center text-muted">
            This plan is empty. Drag a role from above onto the canvas to begin the first phase.
          </p>
        )}
        <DragGhost />
      </div>
      <AnchoredMenu menu={menus.menu} onClose={menus.close} />
    </>
  );
}

/** Handlers for connecting nodes by dragging between handles. Dropping an impossible edge shows the reason. */
function connecting(plan: Plan, editing: PlanEditing) {
  const edge = (from: string, to: string) =>
    applyChange(plan, { kind: 'connect' as const, from, to });
  return {
    isValidConnection: ({ source, target }: { source: string; target: string }) =>
      edge(source, target).ok,
    onConnect: ({ source, target }: { source: string; target: string }) =>
      void editing.edit({ kind: 'connect', from: source, to: target }),
    onConnectEnd: (
      _event: unknown,
      state: {
        isValid: boolean | null;
        fromNode: { id: string } | null;
        toNode: { id: string } | null;
        fromHandle: { type: string } | null;
      },
    ) => {
      const { fromNode, toNode, fromHandle, isValid } = state;
      if (!fromNode || !toNode || isValid) return;
      const ends = fromHandle?.type === 'source' ? [fromNode, toNode] : [toNode, fromNode];
      const edited = edge(ends[0]?.id ?? '', ends[1]?.id ?? '');
      if (!edited.ok) toast.error(describeEditFailure(edited.failure));
    },
  };
}
