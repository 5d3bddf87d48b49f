import type { Step } from './script.ts';

/**
 * The script of an agent that has none: a small piece of real work that fits any repository, in a file within its
 * scope.
 */
export function defaultScript(
  agent: string,
  role: string,
  scope: readonly string[],
): readonly Step[] {
  const file = `${folderIn(scope)}${agent}.md`;
  return [
    { say: `Reading what there is before the ${role} work starts.` },
    { sleep: 600 },
    { edit: { file, content: `# ${agent}\n\n- role: ${role}\n- state: begun\n` } },
    { sleep: 800 },
    { edit: { file, find: 'state: begun', replace: 'state: done' } },
    { commit: `Add notes of ${agent}` },
  ];
}

/** The folder of the first scope that includes everything below it; otherwise a folder for notes. */
function folderIn(scope: readonly string[]): string {
  for (const glob of scope) {
    const [, folder] = /^((?:[^*?[{!(]+\/)*)\*\*(?:\/\*)?$/.exec(glob) ?? [];
    if (folder !== undefined) return folder;
  }
  return 'notes/';
}
