import { conversationContract } from './conversation.ts';
import { finishContract } from './finish.ts';
import { layoutContract } from './layout.ts';
import { machineContract } from './machine.ts';
import { planContract } from './plan.ts';
import { projectContract } from './project.ts';
import { resolveContract } from './resolve.ts';
import { reviewContract } from './review.ts';
import { runContract } from './run.ts';
import { sessionContract } from './session.ts';
import { syncContract } from './sync.ts';
import { trustContract } from './trust.ts';
import { worktreesContract } from './worktrees.ts';

/** The API shared by renderer, command line and core. */
export const contract = {
  project: projectContract,
  plan: planContract,
  run: runContract,
  session: sessionContract,
  conversation: conversationContract,
  sync: syncContract,
  resolve: resolveContract,
  review: reviewContract,
  finish: finishContract,
  trust: trustContract,
  worktrees: worktreesContract,
  layout: layoutContract,
  machine: machineContract,
};
export type Contract = typeof contract;
