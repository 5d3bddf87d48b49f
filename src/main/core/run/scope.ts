import picomatch from 'picomatch';
import type { Agent } from '../../../shared/plan/model.ts';

/** The files that an agent's scope does not cover, sorted as given. Without a scope everything is covered. */
export function outOfScope(agent: Agent, files: readonly string[]): string[] {
  if (!agent.scope || agent.scope.length === 0) return [];
  const covered = picomatch([...agent.scope], { dot: true });
  return files.filter((file) => !covered(file));
}
