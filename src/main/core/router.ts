import { conversationHandlers } from './conversation/handlers.ts';
import { finishHandlers } from './finish/handlers.ts';
import { layoutHandlers } from './layout/handlers.ts';
import { machineHandlers } from './machine/handlers.ts';
import { planHandlers } from './plan/handlers.ts';
import { projectHandlers } from './project/handlers.ts';
import { resolveHandlers } from './resolve/handlers.ts';
import { reviewHandlers } from './review/handlers.ts';
import { procedures } from './rpc/edge.ts';
import { runHandlers, syncHandlers } from './run/handlers.ts';
import { sessionHandlers } from './session/handlers.ts';
import { trustHandlers } from './trust/handlers.ts';
import { worktreeHandlers } from './worktree/handlers.ts';

/** One line per feature; what a procedure does stands with its feature. */
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
