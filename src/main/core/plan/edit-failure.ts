import type { PlanEditFailure } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';

/** The failure for a refused edit. */
export function editFailure(failure: PlanEditFailure): CoreFailure {
  const { code, ...data } = failure;
  return new CoreFailure({ code, message: messageOf(failure), data });
}

function messageOf(failure: PlanEditFailure): string {
  switch (failure.code) {
    case 'plan.cycle':
      return `This would make a cycle: ${[...failure.path, failure.path[0]].join(' → ')}.`;
    case 'plan.needsSync':
      return `"${failure.node}" cannot continue from ${failure.agents.join(' and ')} at once.`;
    case 'plan.duplicateName':
      return `The plan already has a node named "${failure.name}".`;
    case 'plan.unknownNode':
      return `The plan has no node named "${failure.name}".`;
    case 'plan.invalidName':
      return failure.reserved
        ? `The name "${failure.name}" is reserved.`
        : `"${failure.name}" cannot be a name.`;
    case 'plan.severalWait':
      return `Several phases wait for "${failure.sync}": it is not clear which of them would merge its agents.`;
    case 'plan.wouldBreak':
      return `This would leave the plan in a state that cannot be run. ${failure.message}`;
    case 'plan.invalidEdge':
      return edgeWords(failure);
  }
}

function edgeWords(failure: Extract<PlanEditFailure, { code: 'plan.invalidEdge' }>): string {
  const { from, to } = failure;
  switch (failure.reason) {
    case 'sync-to-sync':
      return `A sync point merges agents: "${from}" cannot lead to "${to}" directly.`;
    case 'self':
      return `"${from}" cannot wait for itself.`;
    case 'exists':
      return `There is an edge from "${from}" to "${to}" already.`;
    case 'absent':
      return `There is no edge from "${from}" to "${to}".`;
  }
}
