import { visible } from '../../../shared/visible.ts';

/** The task of a role or of a pattern's agent: as arguments of a slash command, and as a sentence. */
interface Task {
  readonly call: string;
  readonly sentence: string;
}

const TASKS: Readonly<Record<string, Task>> = {
  designer: {
    call: 'tokens and component specs',
    sentence:
      'Design how "{feature}" looks and behaves: tokens, components, their states and texts.',
  },
  data: {
    call: 'schema and migrations',
    sentence:
      'Build what "{feature}" stores: models or tables, migrations, and the code that reads and writes them.',
  },
  backend: {
    call: 'endpoints',
    sentence:
      'Build the server side of "{feature}": its logic, its interface to callers, and the handling of errors.',
  },
  frontend: {
    call: 'pages',
    sentence:
      'Build what people see and use of "{feature}": its views, with loading, empty and error states.',
  },
  qa: {
    call: 'tests',
    sentence:
      'Test "{feature}" as people use it: write tests for the main path, the limits and the failures.',
  },
  'qa-unit': {
    call: 'unit tests',
    sentence:
      'Write unit tests for the logic of "{feature}": the usual cases, the limits and the failures.',
  },
  'qa-visual': {
    call: 'visual checks',
    sentence:
      'Check how "{feature}" looks: sizes of windows, themes, long texts, the keyboard. Write tests for what can be tested.',
  },
  devops: {
    call: 'delivery',
    sentence: 'Prepare the delivery of "{feature}": configuration, build, checks and deployment.',
  },
};

const OTHER: Task = { call: 'your part', sentence: 'Do your part of "{feature}" as {role}.' };

/** The task of an agent, otherwise that of its role. */
function taskOf(key: string, role: string): Task {
  const name = [key, role].find((one) => Object.hasOwn(TASKS, one));
  return (name && TASKS[name]) || OTHER;
}

/** Most globs listed in a sentence. */
const MOST_GLOBS = 6;

/** Input for a prompt written as a sentence. */
export interface PromptFacts {
  readonly key: string;
  readonly role: string;
  readonly scope: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly verify: readonly string[];
}

/** A prompt that calls a command or skill of the repository, with placeholders for the feature and its description. */
export function callPrompt(name: string, { key, role }: Pick<PromptFacts, 'key' | 'role'>): string {
  const task = taskOf(key, role);
  return `/${name} ${task.call} for the {feature}: {about}`;
}

/** A prompt as a sentence, with placeholders for the feature and its description. */
export function plainPrompt(facts: PromptFacts): string {
  const { key, role, scope, reads, writes, verify } = facts;
  const { sentence } = taskOf(key, role);
  const globs = scope.slice(0, MOST_GLOBS).map(visible).join(', ');
  const more = scope.length - MOST_GLOBS;
  const places = more > 0 ? `${globs} and ${more} more` : globs;
  return [
    sentence.replace('{role}', role),
    '{about}',
    places && `Change only files in ${places}.`,
    reads.length > 0 && `Keep to ${contracts(reads)}; leave the files as they are.`,
    writes.length > 0 && `Bring ${contracts(writes)} in line with what you build.`,
    'Look first at how the code around you does it and do it the same way.',
    verify.length > 0 &&
      `Run ${verify.map((line) => `\`${line}\``).join(' and ')} before you finish.`,
    'Commit your work.',
  ]
    .filter(Boolean)
    .join('\n');
}

function contracts(names: readonly string[]): string {
  return `the ${names.length === 1 ? 'contract' : 'contracts'} ${names.join(' and ')}`;
}
