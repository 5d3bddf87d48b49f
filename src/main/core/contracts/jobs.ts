import { type CheckFile, checkFiles } from './check-files.ts';
import { type DiffInput, diffContracts } from './diff.ts';
import { mergeStructure } from './structure.ts';
import type { StructureInput } from './types.ts';

/** Work on contracts that takes time and memory with their size, by name; runs in any thread. */
const JOBS = {
  merge: (input: StructureInput) => mergeStructure(input),
  diff: (input: DiffInput) => diffContracts(input),
  check: (files: readonly CheckFile[]) => checkFiles(files),
} as const;

export type JobName = keyof typeof JOBS;
export type JobInput<Name extends JobName> = Parameters<(typeof JOBS)[Name]>[0];
export type JobResult<Name extends JobName> = ReturnType<(typeof JOBS)[Name]>;

/** What goes to a worker thread. */
export interface Order<Name extends JobName = JobName> {
  readonly name: Name;
  readonly input: JobInput<Name>;
}

/** Runs an order in this thread. */
export function runJob<Name extends JobName>({ name, input }: Order<Name>): JobResult<Name> {
  const job = JOBS[name] as (input: JobInput<Name>) => JobResult<Name>;
  return job(input);
}
