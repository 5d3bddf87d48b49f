import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useSelection } from '../../page/selection.ts';
import { type PlanNode, reconcile } from './flow.ts';
import type { Point } from './place-nodes.ts';

interface GraphNodes {
  readonly nodes: PlanNode[];
  change(changes: NodeChange<PlanNode>[]): void;
  /** Moves nodes back after a drag that had no effect. */
  putBack(): void;
  selectAll(on: boolean): void;
  /** For a click without a modifier key: selects this node and no other. */
  selectOne(id: string): void;
}

/**
 * The nodes on the canvas: built from the plan, moved by drags, with the selection shared with the rest of the window.
 */
export function useNodes(
  drawn: readonly PlanNode[],
  placed: ReadonlyMap<string, Point>,
  frozen: RefObject<boolean>,
): GraphNodes {
  const [nodes, setNodes] = useState<PlanNode[]>(() => [...drawn]);
  const selected = useSelection((state) => state.node);
  // The plan may change during a drag, so cards go back to their current positions, not to those at the start.
  const home = useRef(placed);
  useEffect(() => {
    home.current = placed;
    setNodes((last) => reconcile(last, drawn));
  }, [drawn, placed]);
  useEffect(() => {
    setNodes((last) => {
      const several = last.filter((node) => node.selected).length > 1;
      const among = last.some((node) => node.selected && node.id === selected);
      if (several && among) return last;
      return last.map((node) =>
        (node.selected ?? false) === (node.id === selected)
          ? node
          : { ...node, selected: node.id === selected },
      );
    });
  }, [selected]);
  return {
    nodes,
    putBack: () =>
      setNodes((last) =>
        last.map((node) => ({ ...node, position: home.current.get(node.id) ?? node.position })),
      ),
    selectAll: (on) => setNodes((last) => last.map((node) => ({ ...node, selected: on }))),
    selectOne(id) {
      setNodes((last) => last.map((node) => ({ ...node, selected: node.id === id })));
      useSelection.getState().select(id);
    },
    change(changes) {
      const wanted = changes.filter((change) => change.type !== 'position' || !frozen.current);
      setNodes((last) => applyNodeChanges(wanted, last));
      const picked = wanted.filter((change) => change.type === 'select' && change.selected).at(-1);
      if (picked?.type === 'select') useSelection.getState().select(picked.id);
    },
  };
}
