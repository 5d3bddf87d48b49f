import { useEffect } from 'react';
import { useLink, useStream } from '../link/index.ts';
import { useLayout } from '../page/layout.ts';
import { showPlan } from '../page/open-plan.ts';
import { useProjectRoles } from '../page/roles.ts';
import { useWorkspace } from '../page/workspace.ts';

/** Keeps the workspace up to date from the streams of the main process. */
export function useProjectFeed(): void {
  const { api } = useLink();
  const id = useWorkspace((state) => state.project?.id ?? null);
  const file = useWorkspace((state) => state.file);
  const feature = useWorkspace((state) => state.plan?.plan?.feature ?? null);

  const project = useStream(id, (signal) => api.project.watch({ project: id ?? '' }, { signal }));
  useEffect(() => {
    if (project.value) useWorkspace.getState().setProject(project.value);
  }, [project.value]);

  useProjectRoles();
  usePlanChoice();
  const plan = useStream(id && file ? `${id}:${file}` : null, (signal) =>
    api.plan.watch({ project: id ?? '', file: file ?? '' }, { signal }),
  );
  useEffect(() => {
    if (plan.value) useWorkspace.getState().setPlan(plan.value);
  }, [plan.value]);

  const run = useStream(id && file && feature ? `${id}:${file}:${feature}` : null, (signal) =>
    api.run.watch({ project: id ?? '', feature: feature ?? '' }, { signal }),
  );
  useEffect(() => {
    if (run.value) useWorkspace.getState().setRun(run.value);
  }, [run.value]);

  useEffect(() => {
    const trouble = [plan.trouble, run.trouble].find((one) => one && one.kind !== 'lost');
    useWorkspace.getState().setTrouble(trouble ?? null);
  }, [plan.trouble, run.trouble]);
}

/** Shows the plan that was open last, else the first one. */
function usePlanChoice(): void {
  const plans = useWorkspace((state) => state.project?.plans ?? null);
  const file = useWorkspace((state) => state.file);
  const remembered = useLayout((state) => state.layout?.plan ?? null);
  useEffect(() => {
    // An open plan stays open even while its file is missing: a person may be typing in it.
    if (!plans || file !== null) return;
    const chosen = plans.find((plan) => plan.file === remembered) ?? plans[0];
    if (chosen) showPlan(chosen.file);
  }, [plans, file, remembered]);
}
