import type { Edge } from '@xyflow/react';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { Overlap } from '../../../shared/contract/run.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { edgesOf, pathThrough } from './flow.ts';

const NO_RADAR: readonly Overlap[] = [];

interface GraphEdges {
  readonly edges: Edge[];
  readonly setEdges: Dispatch<SetStateAction<Edge[]>>;
  hover(node: string | null): void;
}

/** The edges of the plan; highlights the path through the hovered node, else through the selected node. */
export function useEdges(plan: Plan): GraphEdges {
  const radar = useWorkspace((state) => state.run?.radar ?? NO_RADAR);
  const selected = useSelection((state) => state.node);
  const [hovered, hover] = useState<string | null>(null);
  const [edges, setEdges] = useState<Edge[]>([]);
  useEffect(() => {
    const drawn = edgesOf(plan, radar);
    const node = hovered ?? selected;
    const lit = node ? pathThrough(drawn, node) : new Set<string>();
    setEdges((last) => {
      const known = new Map(last.map((edge) => [edge.id, edge]));
      return drawn.map((edge) => {
        const before = known.get(edge.id);
        const className = lit.has(edge.id) ? 'lit' : edge.className;
        // Return the same object for an unchanged edge, so that it is not rendered again.
        if (before && before.className === className) return before;
        return {
          ...edge,
          selected: before?.selected ?? false,
          ...(className ? { className } : {}),
        };
      });
    });
  }, [plan, radar, hovered, selected]);
  return { edges, setEdges, hover };
}
