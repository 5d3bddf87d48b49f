import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type { Finding, Phase, Plan, PlanChange } from '../plan/model.ts';
import { procedure } from './base.ts';
import { projectId } from './common.ts';
import { type NodePlace, nodePlace } from './layout.ts';
import { planKit, proposal, wantedPlan } from './plan-new.ts';

/** An open plan file. When the file is broken, the last good plan stays, with the error. */
export interface PlanView {
  readonly file: string;
  /** Increases with each change of the text, whoever made it. */
  readonly revision: number;
  readonly text: string;
  /** The last good plan; null when the file was never valid. */
  readonly plan: Plan | null;
  readonly phases: readonly Phase[];
  readonly findings: readonly Finding[];
  /** Another program deleted the file; the other fields show its last content. */
  readonly gone: boolean;
  /** Why the current text is not a valid plan; line and column are 1-based. */
  readonly error: {
    readonly message: string;
    readonly line: number;
    readonly column: number;
  } | null;
  /** Positions of nodes that a person moved, by node. Stored on this machine, not in the file. */
  readonly places: Readonly<Record<string, NodePlace>>;
  /** The latest renames of nodes, each with the revision that made it. */
  readonly renames: readonly {
    readonly revision: number;
    readonly from: string;
    readonly to: string;
  }[];
  /** Names of the steps that Undo and Redo would apply; null when there is none. */
  readonly undo: string | null;
  readonly redo: string | null;
}

const planView = z.custom<PlanView>((value) => typeof value === 'object' && value !== null);
const planChange = z.custom<PlanChange>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
);
/** The changes of one gesture, applied together: the unit of undo. */
const planGesture = z.object({
  changes: z.array(planChange).readonly(),
  /** New positions; null removes the position of a node. */
  places: z.record(z.string(), nodePlace.nullable()).optional(),
  /** The positions come from arranging the whole graph. */
  arranged: z.literal(true).optional(),
  /** Edits with the same mark are typed into one field and form one undo step. */
  typing: z.string().optional(),
});
export type PlanGesture = z.infer<typeof planGesture>;
const target = z.object({ project: projectId, file: z.string() });

export const planContract = {
  /** Roles and templates for new plans and agents, fitted to the repository. */
  kit: procedure.input(z.object({ project: projectId })).output(eventIterator(planKit)),
  /** The plan that `create` would write. Writes nothing. */
  propose: procedure.input(wantedPlan).output(proposal),
  create: procedure.input(wantedPlan).output(z.object({ file: z.string() })),
  /** Saves a plan as a template in the project's configuration. */
  saveTemplate: procedure
    .input(target.extend({ name: z.string(), replace: z.boolean().optional() }))
    .output(z.object({ name: z.string() })),
  watch: procedure.input(target).output(eventIterator(planView)),
  /** `seen`: the revision on which the gesture was made. */
  edit: procedure
    .input(target.extend({ gesture: planGesture, seen: z.number().int().optional() }))
    .output(planView),
  undo: procedure.input(target).output(planView),
  redo: procedure.input(target).output(planView),
  /** Writes the plan file again after another program deleted it. */
  restore: procedure.input(target).output(planView),
  /** Commits only the plan file, on the current branch of the main checkout. The index stays as it is. */
  commit: procedure.input(target).output(z.object({ commit: z.string() })),
};
