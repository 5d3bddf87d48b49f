import picomatch from 'picomatch';
import type { Agent } from '../../../shared/plan/model.ts';

/** The files outside an agent's scope, in the given order. Without a scope every file is inside. */
export function outOfScope(agent: Agent, files: readonly string[]): string[] {
  if (!agent.scope || agent.scope.length === 0) return [];
  const covered = picomatch([...agent.scope], { dot: true });
  return files.filter((file) => !covered(file));
}
