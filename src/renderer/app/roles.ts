import { useEffect } from 'react';
import { create } from 'zustand';
import type { Agent, Plan } from '../../shared/plan/model.ts';
import { agentOfRole, BUILT_IN_ROLES, type Role } from '../../shared/plan/roles.ts';
import { useLink } from '../link/index.ts';
import { useWorkspace } from './workspace.ts';

/** The roles of the open project, fitted to its repository once that was read; before that, as built in. */
export const useRoles = create<{ readonly roles: readonly Role[] }>(() => ({
  roles: BUILT_IN_ROLES,
}));

/** Keeps the roles of the open project as its files and its configuration say. */
export function useProjectRoles(): void {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project);
  useEffect(() => {
    if (!project) return;
    let left = false;
    // Without an answer (a broken configuration) those known so far are kept.
    api.plan
      .kit({ project: project.id })
      .then(({ roles }) => left || useRoles.setState({ roles }))
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, [api, project]);
}

/** A new agent of a role for a plan, as the project's roles say. */
export function newAgent(role: string, plan: Plan): Agent {
  const known = useRoles.getState().roles.find((one) => one.name === role);
  return known ? agentOfRole(known, plan) : { role };
}
