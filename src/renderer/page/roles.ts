import { useEffect } from 'react';
import { create } from 'zustand';
import type { PlanKit } from '../../shared/contract/plan-new.ts';
import type { Agent, Plan } from '../../shared/plan/model.ts';
import { agentOfRole, BUILT_IN_ROLES, type Role } from '../../shared/plan/roles.ts';
import { useLink, useStream } from '../link/index.ts';
import { useWorkspace } from './workspace.ts';

interface Kit {
  readonly roles: readonly Role[];
  readonly templates: PlanKit['templates'];
}

const BUILT_IN: Kit = { roles: BUILT_IN_ROLES, templates: [] };

/** Roles and templates of the open project; the built-in ones until its repository has been read. */
export const useRoles = create<Kit>(() => BUILT_IN);

/** Keeps the roles up to date with the project's files and configuration. */
export function useProjectRoles(): void {
  const { api } = useLink();
  const id = useWorkspace((state) => state.project?.id ?? null);
  const kit = useStream(id, (signal) => api.plan.kit({ project: id ?? '' }, { signal }));
  useEffect(() => {
    useRoles.setState(kit.value ?? BUILT_IN);
  }, [kit.value]);
}

/** A new agent with the defaults of a role of the project. */
export function newAgent(role: string, plan: Plan): Agent {
  const known = useRoles.getState().roles.find((one) => one.name === role);
  return known ? agentOfRole(known, plan) : { role };
}
