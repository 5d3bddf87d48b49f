import type { PlanEditFailure } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';

/** A refused edit in words. */
export function editFailure(failure: PlanEditFailure): CoreFailure {
  const { code, ...data } = failure;
  return new CoreFailure({ code, ...wordsOf(failure), data, exit: 1 });
}

function wordsOf(failure: PlanEditFailure): { message: string; remedy: string } {
  switch (failure.code) {
    case 'plan.cycle':
      return {
        message: `This would make a cycle: ${[...failure.path, failure.path[0]].join(' → ')}.`,
        remedy: 'Remove one of these edges first.',
      };
    case 'plan.needsSync':
      return {
        message: `"${failure.node}" cannot continue from ${failure.agents.join(' and ')} at once.`,
        remedy: 'Add a sync point that merges them, and let it wait for that.',
      };
    case 'plan.duplicateName':
      return {
        message: `The plan already has a node named "${failure.name}".`,
        remedy: 'Choose another name.',
      };
    case 'plan.unknownNode':
      return {
        message: `The plan has no node named "${failure.name}".`,
        remedy: 'It may just have been removed or renamed; look at the graph.',
      };
    case 'plan.invalidName':
      return {
        message: failure.reserved
          ? `The name "${failure.name}" is reserved.`
          : `"${failure.name}" cannot be a name.`,
        remedy:
          'Start with a lower-case letter; use lower-case letters, digits and dashes, at most 40.',
      };
    case 'plan.severalWait':
      return {
        message: `Several phases wait for "${failure.sync}": it is not clear which of them would merge its agents.`,
        remedy: 'Move its agents to another phase first, or connect them to another sync point.',
      };
    case 'plan.wouldBreak':
      return {
        message: `This would leave the plan in a state that cannot be run. ${failure.message}`,
        remedy: 'Connect it elsewhere first, or delete it.',
      };
    case 'plan.invalidEdge':
      return {
        message: edgeWords(failure),
        remedy: 'Draw edges from agents to sync points and on.',
      };
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
