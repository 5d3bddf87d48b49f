import { mergeStructure } from './structure.ts';
import type { ContractMerge, StructureInput } from './types.ts';

/** Work on contracts that takes time and memory with their size, by name; runs in any thread. */
export const JOBS = {
  merge: (input: StructureInput): ContractMerge => mergeStructure(input),
} as const;

export type JobName = keyof typeof JOBS;
export type JobInput<Name extends JobName> = Parameters<(typeof JOBS)[Name]>[0];
export type JobResult<Name extends JobName> = ReturnType<(typeof JOBS)[Name]>;

/** What goes to a worker thread. */
export interface Order {
  readonly name: JobName;
  readonly input: JobInput<JobName>;
}

/** Runs an order in this thread. */
export function runJob({ name, input }: Order): JobResult<JobName> {
  const job: (input: never) => JobResult<JobName> = JOBS[name];
  return job(input as never);
}
