import picomatch from 'picomatch';
import { parseDocument } from 'yaml';
import type { Plan } from '../../../shared/plan/model.ts';
import { mergedFileText } from '../merge/file-text.ts';
import type { MergePlan } from '../merge/plan-merge.ts';
import type { ProjectContext } from '../project/context.ts';

/** Where contracts live when the configuration names none. */
const DEFAULT_PATHS = ['contracts/**'];

/** Contract files that the merge changes and that cannot be read afterwards, as `path: reason`. */
export async function brokenContracts(
  project: ProjectContext,
  plan: Plan,
  merge: MergePlan,
): Promise<string[]> {
  const configured = (await project.config()).contracts?.map((contract) => contract.path);
  const named = Object.values(plan.agents).flatMap((agent) => agent.scope ?? []);
  const paths = configured ?? [
    ...DEFAULT_PATHS,
    ...named.filter((glob) => glob.startsWith('contracts/')),
  ];
  const isContract = picomatch(paths, { dot: true });
  const broken: string[] = [];
  for (const file of merge.files) {
    if (file.outcome === 'conflict' || !isContract(file.path)) continue;
    if (!/\.(?:ya?ml|json)$/.test(file.path)) continue;
    const { after, binary } = await mergedFileText(project.repo, merge, file.path);
    if (binary) broken.push(`${file.path}: it is binary`);
    const problem = after === null ? undefined : parseDocument(after).errors[0];
    if (problem) broken.push(`${file.path}: ${problem.message.split('\n')[0]}`);
  }
  return broken;
}
