import { useEffect, useEffectEvent } from 'react';
import type { Plan } from '../../../shared/plan/model.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { lookNow, rememberLook } from './remembered-view.ts';

/** What was selected when the plan was last looked at is selected again; what is selected now is remembered. */
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
      // On the way to another plan what is let go of here is remembered of neither.
      if (useWorkspace.getState().file !== file) return;
      rememberLook(({ selected: _before, ...look }) =>
        node === null ? look : { ...look, selected: node },
      );
    });
  }, []);
}
