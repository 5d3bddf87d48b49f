import type { ContractChange } from '../../../shared/contract/contracts.ts';
import { contractRules } from '../contracts/contract-rules.ts';
import { diffWithin } from '../contracts/tree-changes.ts';
import type { BlobText } from '../merge/blob-text.ts';
import type { ProjectContext } from '../run/project-context.ts';

/** The differences of a contract by meaning; null for other files, and when there is only one version. */
export async function contractChanges(
  project: ProjectContext,
  { feature, path }: { readonly feature: string; readonly path: string },
  [before, after]: readonly (BlobText | null | undefined)[],
): Promise<ContractChange[] | null> {
  if (typeof before?.text !== 'string' || typeof after?.text !== 'string') return null;
  const { plan } = await project.lastGoodPlan(feature);
  const rule = contractRules(await project.config(), plan).of(path);
  if (!rule) return null;
  const { topic, identity } = rule;
  const changes = await diffWithin({ before: before.text, after: after.text, topic, identity });
  return changes && [...changes];
}
