import { useCallback, useEffect, useState } from 'react';
import type { PlanGesture } from '../../../shared/contract/plan.ts';
import { titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { PlanEditing } from '../../page/edit.ts';
import { type NodeMenu, openNodeMenu, useOverlays } from '../../page/overlays.ts';
import { showPane } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { reviewAgent } from '../../page/sheets.ts';
import { useWorkspace } from '../../page/workspace.ts';
import type { Anchored } from '../../ui/AnchoredMenu.tsx';
import type { PlanNode } from './flow.ts';
import { LANE_WIDTH } from './geometry.ts';
import {
  agentDropped,
  agentsSelected,
  dropNew,
  lanesNow,
  removeSelection,
} from './graph-control.ts';
import { laneOf } from './lanes.ts';
import { type MenuSubject, menuOf, nodeEntries } from './menus.ts';

interface Menus {
  readonly menu: Anchored | null;
  close(): void;
  openNode(at: { x: number; y: number }, node: PlanNode): void;
  openEdge(at: { x: number; y: number }, edge: { source: string; target: string }): void;
}

/** State of the graph's context menu, which opens on a right click or by key; only one is open at a time. */
export function useMenus(plan: Plan, editing: PlanEditing): Menus {
  const [menu, setMenu] = useState<Anchored | null>(null);
  const asked = useOverlays((state) => state.nodeMenu);
  const openKind = useCallback(
    (kind: NodeMenu, at: { x: number; y: number }) =>
      setMenu({ ...menuOf(kind, subjectNow(plan, editing)), at, from: focused() }),
    [plan, editing],
  );
  useEffect(() => {
    if (!asked) return;
    openNodeMenu(null);
    openKind(asked, anchorNow());
  }, [asked, openKind]);
  return {
    menu,
    close: () => setMenu(null),
    openNode(at, node) {
      const { id } = node;
      const agents = useWorkspace.getState().run?.agents;
      const agent = agents?.find((one) => one.name === id);
      const entries = nodeEntries({
        pinned: node.data.pinned,
        isAgent: node.type === 'agent',
        review: agent?.worktree != null ? () => reviewAgent(id) : null,
        // Open the submenu after the current menu has closed.
        open: (kind) => setTimeout(() => openKind(kind, at)),
        inspect: () => showPane('inspector'),
        pin: (on) => void editing.gesture({ changes: [], places: placeOf(node, on) }),
        remove: () => void removeSelection(editing),
      });
      setMenu({ heading: node.data.title, entries, at, from: focused() });
    },
    openEdge: (at, { source, target }) =>
      setMenu({
        heading: `${titleIn(plan, source)} → ${titleIn(plan, target)}`,
        entries: [
          {
            label: 'Disconnect',
            danger: true,
            run: () => void editing.edit({ kind: 'disconnect', from: source, to: target }),
          },
        ],
        at,
        from: focused(),
      }),
  };
}

function subjectNow(plan: Plan, editing: PlanEditing): MenuSubject {
  const node = useSelection.getState().node;
  return {
    plan,
    lanes: lanesNow(),
    node,
    moving: agentsSelected().map(agentDropped),
    edit: (changes) => void dropNew(changes, editing),
  };
}

/** Next to the selected node, else in the middle of the graph. */
function anchorNow(): { x: number; y: number } {
  const node = useSelection.getState().node;
  const element =
    (node && document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`)) ||
    document.querySelector('[data-pane="graph"] .react-flow');
  const box = element?.getBoundingClientRect();
  return box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 100, y: 100 };
}

function placeOf(node: PlanNode, pinned: boolean): NonNullable<PlanGesture['places']> {
  const lane = laneOf(lanesNow(), node.id);
  const x = node.position.x - (lane?.index ?? 0) * LANE_WIDTH;
  return { [node.id]: { x, y: node.position.y, pinned } };
}

function focused(): HTMLElement | null {
  return document.activeElement instanceof HTMLElement ? document.activeElement : null;
}
