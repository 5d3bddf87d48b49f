import { posix } from 'node:path';
import type { TrustItem } from '../../../shared/contract/trust.ts';
import { mergedFileText } from '../merge/file-text.ts';
import type { ComputedMerge } from '../merge/plan-merge.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { AGENT_FILES, hooksFolder } from '../trust/collect.ts';

/** Hooks and agent settings that a merge changes and that would run in later worktrees, with their merged text. */
export async function mergedPrograms(
  project: ProjectContext,
  merge: ComputedMerge,
): Promise<TrustItem[]> {
  const hooks = await hooksFolder(project.repo);
  const folder = hooks === null || posix.isAbsolute(hooks) ? null : `${posix.normalize(hooks)}/`;
  const items: TrustItem[] = [];
  for (const { path, kind, outcome } of merge.files) {
    if (outcome === 'conflict' || kind === 'deleted') continue;
    const settings = AGENT_FILES.includes(path);
    if (!settings && !(folder && path.startsWith(folder))) continue;
    const { after } = await mergedFileText(project.repo, merge, path);
    items.push({ kind: settings ? 'claude-settings' : 'hook', where: path, text: after ?? '' });
  }
  return items;
}
