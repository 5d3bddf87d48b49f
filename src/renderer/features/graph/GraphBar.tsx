import { useReactFlow } from '@xyflow/react';
import { Maximize, Redo2, Undo2, WandSparkles } from 'lucide-react';
import { memo, type RefObject, useEffect } from 'react';
import { toast } from 'sonner';
import type { PlanView } from '../../../shared/contract/plan.ts';
import { WRITTEN_OVER } from '../../../shared/plan/step-words.ts';
import type { PlanEditing } from '../../page/edit.ts';
import { chordWords } from '../../page/keys.ts';
import { onMac } from '../../page/platform.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { arrangeGraph, dropNew, fitGraph, lanesNow } from './graph-control.ts';
import { targetEntries } from './menus.ts';
import { dragRole } from './palette-drag.ts';
import { RolePalette } from './RolePalette.tsx';

interface GraphBarProps {
  readonly view: PlanView;
  readonly editing: PlanEditing;
  readonly canvas: RefObject<HTMLDivElement | null>;
}

/** Toolbar of the graph: the roles to drag, and commands for the whole graph. */
export const GraphBar = memo(function GraphBar({ view, editing, canvas }: GraphBarProps) {
  const { screenToFlowPosition } = useReactFlow();
  const frozen = view.error !== null;
  useEffect(() => {
    if (view.undo !== WRITTEN_OVER) return;
    toast.warning(`Another program changed the same part of ${view.file} at the same time.`, {
      id: WRITTEN_OVER,
      description: 'Your edit was kept. Undo restores what the other program wrote.',
      duration: Number.POSITIVE_INFINITY,
    });
  }, [view.undo, view.file]);
  return (
    <div className="@container flex shrink-0 items-center gap-1 border-line border-b px-2 py-1">
      <RolePalette
        disabled={frozen}
        onGrab={(role, press) =>
          dragRole(press, role, {
            canvas: { element: canvas.current, toFlow: screenToFlowPosition },
            editing,
          })
        }
        entriesFor={(role) =>
          view.plan
            ? targetEntries(
                {
                  plan: view.plan,
                  lanes: lanesNow(),
                  edit: (changes) => void dropNew(changes, editing),
                },
                role,
              )
            : []
        }
      />
      <span className="flex-1" />
      <IconButton
        label="Undo"
        hint={view.undo}
        icon={Undo2}
        keys={chordWords('Mod+Z', onMac)}
        disabled={frozen || view.undo === null}
        onClick={() => editing.undo()}
      />
      <IconButton
        label="Redo"
        hint={view.redo}
        icon={Redo2}
        keys={chordWords('Mod+Shift+Z', onMac)}
        disabled={frozen || view.redo === null}
        onClick={() => editing.redo()}
      />
      <IconButton label="Auto-arrange" icon={WandSparkles} onClick={() => arrangeGraph(editing)} />
      <IconButton label="Show the whole graph" icon={Maximize} keys="F" onClick={fitGraph} />
    </div>
  );
});
