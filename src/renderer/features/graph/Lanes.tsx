import { ViewportPortal } from '@xyflow/react';
import { Check, Lock, Play } from 'lucide-react';
import { memo } from 'react';
import { useLink } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { start, useStarting } from '../run/index.ts';
import { useDrag } from './drag.ts';
import { CARD, CARD_X, LANE_WIDTH } from './geometry.ts';
import type { Lane } from './lanes.ts';

interface LanesProps {
  readonly lanes: readonly Lane[];
  readonly height: number;
}

/** The phases, drawn as columns behind the nodes, and a preview of where a drop would land. */
export const Lanes = memo(function Lanes({ lanes, height }: LanesProps) {
  const drag = useDrag((state) => state.drag);
  const verdict = drag?.verdict ?? null;
  const targeted = (lane: Lane) => verdict !== null && verdict.lane === lane.name;
  return (
    <ViewportPortal>
      {lanes.map((lane) => (
        <section
          key={lane.name}
          aria-label={`Phase ${lane.index + 1}: ${lane.title}`}
          data-target={targeted(lane) ? verdict?.kind : undefined}
          className="lane"
          style={{ left: lane.index * LANE_WIDTH, width: LANE_WIDTH, height }}
        >
          <LaneHeader lane={lane} />
        </section>
      ))}
      {drag && (
        <div
          className="lane new-lane"
          data-target={
            verdict && verdict.lane === null && verdict.kind !== 'pin' ? verdict.kind : undefined
          }
          style={{ left: lanes.length * LANE_WIDTH, width: LANE_WIDTH, height }}
        >
          <p className="p-4 text-center text-muted">New phase</p>
        </div>
      )}
      {verdict?.kind === 'edit' && drag && (
        <div
          className="drop-ghost"
          style={{
            left: laneIndex(lanes, verdict.lane) * LANE_WIDTH + CARD_X,
            top: drag.slot,
            width: CARD.width,
            height: CARD.height,
          }}
        >
          {drag.words}
        </div>
      )}
    </ViewportPortal>
  );
});

function laneIndex(lanes: readonly Lane[], name: string | null): number {
  return lanes.find((lane) => lane.name === name)?.index ?? lanes.length;
}

function LaneHeader({ lane }: { lane: Lane }) {
  const { api } = useLink();
  const target = useWorkspace((state) => state.project?.id);
  const feature = useWorkspace((state) => state.run?.feature);
  const starting = useStarting((state) => state.running !== null);
  const count = lane.agents.length === 1 ? '1 agent' : `${lane.agents.length} agents`;
  return (
    <header className="flex items-center gap-2 px-3 py-2.5">
      <div className="min-w-0 flex-1">
        <h3 className="flex items-center gap-1.5 font-semibold">
          <span className="text-muted">{lane.index + 1}</span>
          <span className="truncate" dir="auto">
            {lane.title}
          </span>
          {lane.state === 'done' && <Check size={14} aria-label="done" className="text-finished" />}
          {lane.state === 'locked' && lane.index > 0 && (
            <Lock size={12} aria-label="locked" className="text-muted" />
          )}
        </h3>
        <p className="text-muted text-xs">{count}</p>
      </div>
      {lane.state === 'startable' && target && feature && (
        <Button
          look="primary"
          icon={Play}
          disabled={starting}
          className="nodrag nopan pointer-events-auto"
          title={`Start the agents of ${lane.title}`}
          onClick={() => start(api, { project: target, feature, targets: [lane.name] })}
        >
          Start phase
        </Button>
      )}
    </header>
  );
}
