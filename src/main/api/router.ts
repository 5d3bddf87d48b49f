import { conversationHandlers } from './conversation.ts';
import { procedures } from './edge.ts';
import { finishHandlers } from './finish.ts';
import { layoutHandlers } from './layout.ts';
import { machineHandlers } from './machine.ts';
import { planHandlers } from './plan.ts';
import { projectHandlers } from './project.ts';
import { resolveHandlers } from './resolve.ts';
import { reviewHandlers } from './review.ts';
import { runHandlers, syncHandlers } from './run.ts';
import { sessionHandlers } from './session.ts';
import { trustHandlers } from './trust.ts';
import { worktreeHandlers } from './worktree.ts';

/** One line per feature. */
export const router = procedures.router({
  project: projectHandlers,
  plan: planHandlers,
  run: runHandlers,
  session: sessionHandlers,
  conversation: conversationHandlers,
  sync: syncHandlers,
  resolve: resolveHandlers,
  review: reviewHandlers,
  finish: finishHandlers,
  trust: trustHandlers,
  worktrees: worktreeHandlers,
  layout: layoutHandlers,
  machine: machineHandlers,
});
