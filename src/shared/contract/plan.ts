import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type { Finding, Phase, Plan, PlanChange } from '../plan/model.ts';
import { procedure } from './base.ts';
import { projectId } from './common.ts';
import { type NodePlace, nodePlace } from './layout.ts';
import { planKit, proposal, wantedPlan } from './plan-new.ts';

/** An open plan file. A broken file keeps the last good plan and names the error. */
export interface PlanView {
  readonly file: string;
  /** Grows with each change of the text, whoever made it. */
  readonly revision: number;
  readonly text: string;
  /** The last good plan; null when the file never was one. */
  readonly plan: Plan | null;
  readonly phases: readonly Phase[];
  readonly findings: readonly Finding[];
  /** Another program removed the file; the rest is what it held. */
  readonly gone: boolean;
  /** Why the text on disk is not a plan now; line and column are 1-based. */
  readonly error: {
    readonly message: string;
    readonly line: number;
    readonly column: number;
  } | null;
  /** Where nodes stand that a person moved, by node: of this machine, not of the file. */
  readonly places: Readonly<Record<string, NodePlace>>;
  /** The last nodes that were given another key, each from a revision on. */
  readonly renames: readonly {
    readonly revision: number;
    readonly from: string;
    readonly to: string;
  }[];
  /** What Undo and Redo would take back and do again, in words; null when there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
}

const planView = z.custom<PlanView>((value) => typeof value === 'object' && value !== null);
const planChange = z.custom<PlanChange>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
);
/** What one gesture does, all of it or nothing: the unit of undo. */
const planGesture = z.object({
  changes: z.array(planChange).readonly(),
  /** Places that it sets; null takes a node's place away. */
  places: z.record(z.string(), nodePlace.nullable()).optional(),
  /** The places are those of an arrangement of the whole graph. */
  arranged: z.literal(true).optional(),
  /** Typing in one field is one step: its edits carry the same mark. */
  typing: z.string().optional(),
});
export type PlanGesture = z.infer<typeof planGesture>;
const target = z.object({ project: projectId, file: z.string() });

export const planContract = {
  /** Roles and templates for new plans and agents, fitted to the repository. */
  kit: procedure.input(z.object({ project: projectId })).output(eventIterator(planKit)),
  /** What `create` would make. Writes nothing. */
  propose: procedure.input(wantedPlan).output(proposal),
  create: procedure.input(wantedPlan).output(z.object({ file: z.string() })),
  /** Saves a plan as a template of the project, in its configuration. */
  saveTemplate: procedure
    .input(target.extend({ name: z.string(), replace: z.boolean().optional() }))
    .output(z.object({ name: z.string() })),
  watch: procedure.input(target).output(eventIterator(planView)),
  /** `seen`: the revision that the gesture was made on. */
  edit: procedure
    .input(target.extend({ gesture: planGesture, seen: z.number().int().optional() }))
    .output(planView),
  undo: procedure.input(target).output(planView),
  redo: procedure.input(target).output(planView),
  /** Writes the file again that another program removed. */
  restore: procedure.input(target).output(planView),
  /** Commits the plan file alone, on the branch the main checkout is on, leaving the index as it is. */
  commit: procedure.input(target).output(z.object({ commit: z.string() })),
};
