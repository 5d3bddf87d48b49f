import { useEffect, useEffectEvent } from 'react';
import type { Plan } from '../../../shared/plan/model.ts';
import { useSelection } from '../../page/selection.ts';
import { lookNow, rememberLook } from './looks.ts';

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
    return useSelection.subscribe(({ node }) =>
      rememberLook(({ selected: _before, ...look }) =>
        node === null ? look : { ...look, selected: node },
      ),
    );
  }, []);
}
