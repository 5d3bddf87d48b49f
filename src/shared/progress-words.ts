import { finishedBase } from './names.ts';

interface Step {
  readonly step: string;
  /** What the step works on; null for everything. */
  readonly target: string | null;
}

/** A step of long work for display: "Verify the merge of Phase 1". `title` maps a key of the plan to its title. */
export function stepWords({ step, target }: Step, title: (key: string) => string): string {
  if (target === null) return step;
  const base = finishedBase(target);
  const words = base === null ? WORDS[step]?.(title(target)) : FINISH_WORDS[step]?.(base);
  return words ?? `${step}: ${title(target)}`;
}

type Words = Readonly<Record<string, (name: string) => string>>;

const WORDS: Words = {
  register: (agent) => `Register the worktree of ${agent}`,
  worktree: (agent) => `Make the worktree of ${agent}`,
  include: (agent) => `Copy files into the worktree of ${agent}`,
  'set-up': (agent) => `Set up the worktree of ${agent}`,
  start: (agent) => `Start ${agent}`,
  'push-agents': (sync) => `Push the branches of ${sync}`,
  candidate: (sync) => `Merge the branches of ${sync}`,
  checkout: (sync) => `Check out the merge of ${sync}`,
  verify: (sync) => `Verify the merge of ${sync}`,
  search: (agents) => `Look for what fails: with ${agents}`,
  backup: (sync) => `Keep the state before ${sync} for undo`,
  land: (sync) => `Land ${sync} on the feature branch`,
  'push-feature': (sync) => `Push the feature branch with ${sync}`,
  push: (branch) => `Push ${branch}`,
  'pull-request': (branch) => `Open a pull request for ${branch}`,
};

/** For merging a feature into its base. */
const FINISH_WORDS: Words = {
  candidate: (base) => `Merge the feature with ${base}`,
  checkout: (base) => `Check out ${base} with the feature`,
  verify: (base) => `Verify ${base} with the feature`,
  backup: (base) => `Keep the state of ${base} for undo`,
  land: (base) => `Move ${base} to the merge`,
};
