import type { Step } from './script.ts';

/** What an agent without a script of its own does: a small piece of real work that fits into any repository. */
export function defaultScript(agent: string, role: string): readonly Step[] {
  const file = `notes/${agent}.md`;
  return [
    { say: `Reading what there is before the ${role} work starts.` },
    { sleep: 600 },
    { edit: { file, content: `# ${agent}\n\n- role: ${role}\n- state: begun\n` } },
    { sleep: 800 },
    { edit: { file, find: 'state: begun', replace: 'state: done' } },
    { commit: `Add notes of ${agent}` },
  ];
}
