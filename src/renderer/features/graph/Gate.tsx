import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Pin } from 'lucide-react';
import { memo } from 'react';
import type { SyncState } from '../../../shared/states.ts';
import { useLink } from '../../link/index.ts';
import { useDock } from '../../page/panes.ts';
import { openResolver } from '../../page/sheets.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { LeftOutChip } from '../../ui/LeftOutChip.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { mergeWords, openSync, useMergeCount, useSyncShown } from '../sync/index.ts';
import type { GateNode } from './flow.ts';
import { gateLook, resolveWords } from './gate-look.ts';
import { GATE_RING, RING_EDGE } from './geometry.ts';

const RADIUS = 25;
const ROUND = 2 * Math.PI * RADIUS;

/** States in which conflicts, predicted or real, can be resolved. */
const RESOLVABLE: ReadonlySet<SyncState> = new Set(['ready', 'conflict']);

/** The node of a sync point: a ring that fills as its checks pass, and its main button. */
export const Gate = memo(function Gate({ id, data, selected }: NodeProps<GateNode>) {
  const { api } = useLink();
  const sync = useWorkspace((state) => state.run?.syncs.find((one) => one.name === id));
  const project = useWorkspace((workspace) => workspace.project?.id ?? null);
  const feature = useWorkspace((workspace) => workspace.run?.feature ?? null);
  const shown = useSyncShown(id);
  const branches = useMergeCount(sync);
  const dock = useDock((state) => state.dock);
  const state = sync?.state ?? 'waiting';
  const look = gateLook(sync, data.count);
  const asks = !shown && dock;
  return (
    <div
      className="pointer-events-none flex w-[112px] flex-col items-center gap-1 *:pointer-events-auto"
      title={look.details.join('\n')}
    >
      <Handle
        type="target"
        position={Position.Left}
        style={{ left: RING_EDGE, top: GATE_RING / 2 }}
      />
      <svg width="64" height="64" viewBox="0 0 64 64" role="img" aria-label={look.name}>
        <circle
          cx="32"
          cy="32"
          r="30"
          fill="var(--surface-raised)"
          stroke={selected ? 'var(--accent)' : 'var(--border)'}
          strokeWidth={selected ? 2 : 1}
        />
        <circle
          cx="32"
          cy="32"
          r={RADIUS}
          fill="none"
          stroke="var(--surface-sunken)"
          strokeWidth="5"
        />
        <circle
          cx="32"
          cy="32"
          r={RADIUS}
          fill="none"
          stroke={look.colour}
          strokeWidth="5"
          strokeLinecap={look.share > 0 ? 'round' : 'butt'}
          strokeDasharray={`${ROUND * look.share} ${ROUND}`}
          transform="rotate(-90 32 32)"
          style={{ transition: 'stroke-dasharray var(--motion)' }}
        />
        <text
          x="32"
          y="37"
          textAnchor="middle"
          fill="var(--text)"
          className="font-semibold"
          style={{ fontSize: look.count.length > 3 ? 11 : 15 }}
        >
          {look.count}
        </text>
      </svg>
      <span
        className="card-title flex max-w-full items-center gap-1 truncate font-medium text-sm"
        dir="auto"
      >
        {data.title}
        {data.pinned && <Pin size={11} aria-label="pinned" className="text-muted" />}
      </span>
      {state === 'ready' && branches > 0 && !sync?.predicting && look.conflicts === 0 && asks ? (
        <Button
          look="primary"
          className="nodrag nopan px-1.5 text-xs"
          onClick={(event) => {
            event.stopPropagation();
            openSync(id, api);
          }}
        >
          {mergeWords(branches)}
        </Button>
      ) : look.conflicts > 0 && RESOLVABLE.has(state) && asks && project && feature ? (
        <Button
          look="primary"
          className="nodrag nopan px-1.5 text-xs"
          onClick={(event) => {
            event.stopPropagation();
            openResolver({ project, feature, sync: id });
          }}
        >
          {resolveWords(look.conflicts)}
        </Button>
      ) : (
        <StateChip state={state === 'ready' && look.conflicts > 0 ? 'conflict' : state} />
      )}
      {sync?.leftOut && <LeftOutChip words={`${sync.leftOut.length} left out`} />}
      {state === 'done' && sync?.commit && (
        <code className="card-details text-[10.5px] text-muted" title={`Landed as ${sync.commit}`}>
          {sync.commit.slice(0, 8)}
        </code>
      )}
      <Handle
        type="source"
        position={Position.Right}
        style={{ right: RING_EDGE, top: GATE_RING / 2 }}
      />
    </div>
  );
});
