import { create } from 'zustand';
import type { PlanView } from '../../shared/contract/plan.ts';
import type { ProjectView } from '../../shared/contract/project.ts';
import type { RunView } from '../../shared/contract/run.ts';
import { defaultTitle } from '../../shared/names.ts';
import type { Trouble } from '../link/index.ts';
import { useSelection } from './selection.ts';
import { share } from './share.ts';

/** Current views of the open project, its chosen plan and that plan's run. */
interface Workspace {
  readonly project: ProjectView | null;
  readonly file: string | null;
  readonly plan: PlanView | null;
  readonly run: RunView | null;
  /** Why the stream of the plan or the run fails. */
  readonly trouble: Trouble | null;
  setProject(project: ProjectView | null): void;
  setFile(file: string | null): void;
  /** Sets a view unless a newer one is already set. */
  setPlan(plan: PlanView | null): void;
  setRun(run: RunView | null): void;
  setTrouble(trouble: Trouble | null): void;
}

export const useWorkspace = create<Workspace>((set) => ({
  project: null,
  file: null,
  plan: null,
  run: null,
  trouble: null,
  setProject: (project) => set({ project }),
  setFile: (file) =>
    set((last) => (last.file === file ? last : { file, plan: null, run: null, trouble: null })),
  setPlan: (plan) =>
    set((last) => {
      const before = last.plan?.file === plan?.file ? last.plan : null;
      if (plan && before && plan.revision < before.revision) return last;
      // Rename the selection in the same update, so that it never refers to a missing node.
      for (const { revision, from, to } of plan?.renames ?? [])
        if (before && revision > before.revision) useSelection.getState().renamed(from, to);
      return { plan: share(last.plan, plan) };
    }),
  setRun: (run) => set((last) => ({ run: share(last.run, run) })),
  setTrouble: (trouble) => set({ trouble }),
}));

/** The title of an agent or a sync point. */
export function titleOf(run: RunView | null, key: string): string {
  const node =
    run?.agents.find((agent) => agent.name === key) ?? run?.syncs.find((sync) => sync.name === key);
  return node?.title ?? defaultTitle(key);
}
