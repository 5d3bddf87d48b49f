import type { FailureKinds } from './failure-kind.ts';

/** Failures of plan files, of edits to them, and of templates. */
export const planFailures = {
  'plan.none': {
    when: 'The project has no plan.',
    remedy: 'Make one with "plan new <template> <feature>".',
    exit: 1,
  },
  'plan.choose': {
    when: 'The project has several plans, and none was named.',
    remedy: 'Say which with --plan.',
    exit: 1,
  },
  'plan.notFound': {
    when: 'The plan file is not there.',
    remedy: 'Name an existing plan with --plan, or make one with "plan new".',
    exit: 1,
  },
  'plan.outside': {
    when: 'The file named as a plan is not a plan file of the project.',
    remedy: 'Plans are plans/<feature>.plan.yaml in the main checkout.',
    exit: 1,
  },
  'plan.unreadable': {
    when: 'The plan file cannot be read, e.g. because it is a folder or not UTF-8.',
    remedy: 'Put a plan in its place (YAML in UTF-8), or take it out of the folder of plans.',
    exit: 1,
  },
  'plan.broken': {
    when: 'The plan file is not valid YAML, or a value has the wrong form.',
    remedy: 'Correct the file at this place. Nothing was changed.',
    exit: 1,
  },
  'plan.newerVersion': {
    when: 'The plan file has a version that this Tributary does not read.',
    remedy: 'Update Tributary, or ask whoever wrote the plan for version 1. Nothing was changed.',
    exit: 1,
  },
  'plan.invalid': {
    when: 'The plan has errors, so nothing can be started.',
    remedy: 'Correct the plan.',
    exit: 1,
  },
  'plan.notWritten': {
    when: 'The plan file could not be written.',
    remedy: 'Check that the folder can be written. The file is as it was.',
  },
  'plan.busy': {
    when: 'Another program keeps writing the plan file, so an edit could not be written.',
    remedy: 'Wait until that program is done, and try again.',
    exit: 1,
  },
  'plan.changedMeanwhile': {
    when: 'Typed text would replace a value that was changed by others and not yet shown.',
    remedy: 'Look at the new value, and write yours again if it is still right.',
    exit: 1,
  },
  'plan.cannotUndo': {
    when: 'A step cannot be undone, since the plan changed in the same place.',
    remedy: 'The plan stays as it is; the step is left out, and the next one can be taken.',
    exit: 1,
  },
  'plan.cannotRedo': {
    when: 'A step cannot be redone, since the plan changed in the same place.',
    remedy: 'The plan stays as it is; the step is left out, and the next one can be taken.',
    exit: 1,
  },
  'plan.detached': {
    when: 'The plan is to be committed while the main checkout is on no branch.',
    remedy: 'Switch to a branch, then commit the plan.',
    exit: 1,
  },
  'plan.nothingToCommit': {
    when: 'The plan is committed already.',
    remedy: 'There is nothing to do.',
    exit: 1,
  },
  'plan.exists': {
    when: 'A new plan has the name of an existing one.',
    remedy: 'Open it, or choose another feature name.',
    exit: 1,
  },
  'plan.unknownTemplate': {
    when: 'A new plan is to be made from a template that does not exist.',
    remedy: 'Choose a template that Tributary or the project has.',
    exit: 2,
  },
  'plan.unknownAgent': {
    when: 'A new plan is to include an agent that its template does not have.',
    remedy: 'Name optional agents of the template.',
    exit: 2,
  },
  'plan.cycle': {
    when: 'An edit would make a cycle.',
    remedy: 'Remove one of these edges first.',
    exit: 1,
  },
  'plan.needsSync': {
    when: 'An edit would let an agent continue from several others at once.',
    remedy: 'Add a sync point that merges them, and let it wait for that.',
    exit: 1,
  },
  'plan.duplicateName': {
    when: 'An edit would give a node the name of another one.',
    remedy: 'Choose another name.',
    exit: 1,
  },
  'plan.unknownNode': {
    when: 'An edit names a node that the plan does not have.',
    remedy: 'It may just have been removed or renamed; look at the graph.',
    exit: 1,
  },
  'plan.invalidName': {
    when: 'A name of an agent, a sync point or a feature is reserved or has the wrong characters.',
    remedy:
      'Start with a lower-case letter; use lower-case letters, digits and dashes, at most 40.',
    exit: 1,
  },
  'plan.severalWait': {
    when: 'A sync point to remove has several phases waiting for it.',
    remedy: 'Move its agents to another phase first, or connect them to another sync point.',
    exit: 1,
  },
  'plan.wouldBreak': {
    when: 'An edit would leave a plan that cannot be run.',
    remedy: 'Connect it elsewhere first, or delete it.',
    exit: 1,
  },
  'plan.invalidEdge': {
    when: 'An edit would add an edge that cannot be, or remove one that is not there.',
    remedy: 'Draw edges from agents to sync points and on.',
    exit: 1,
  },
  'template.badPlan': {
    when: 'A plan with an error is to be saved as a template.',
    remedy: 'Mend the plan first: what is made from the template would have the same error.',
    exit: 1,
  },
  'template.exists': {
    when: 'A new template has the name of an existing one.',
    remedy: 'Choose another name, or say that it is to be replaced.',
    exit: 1,
  },
  'template.invalidName': {
    when: 'A name cannot be that of a template, or is that of a built-in one.',
    remedy: 'Choose another name: Latin letters, digits and dashes.',
    exit: 1,
  },
} as const satisfies FailureKinds;
