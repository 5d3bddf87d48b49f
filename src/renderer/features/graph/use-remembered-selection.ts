import { useEffect, useEffectEvent } from 'react';
import type { Plan } from '../../../shared/plan/model.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { lookNow, rememberLook } from './remembered-view.ts';

/** Restores the node that was selected when the plan was last open, and remembers the selected node. */
export function useRememberedSelection(plan: Plan): void {
  const begin = useEffectEvent(() => {
    const { selected } = lookNow();
    if (useSelection.getState().node !== null || selected === undefined) return;
    const there = Object.hasOwn(plan.agents, selected) || Object.hasOwn(plan.syncs, selected);
    if (there) useSelection.getState().select(selected);
  });
  useEffect(() => {
    begin();
    const { file } = useWorkspace.getState();
    return useSelection.subscribe(({ node }) => {
      // When the person switches plans, the deselection on the way must not be remembered for either plan.
      if (useWorkspace.getState().file !== file) return;
      rememberLook(({ selected: _before, ...look }) =>
        node === null ? look : { ...look, selected: node },
      );
    });
  }, []);
}
