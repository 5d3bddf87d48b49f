import { type CheckFile, checkFiles } from './check-files.ts';
import { type DiffInput, diffContracts } from './diff.ts';
import { sharingDocuments } from './documents.ts';
import { mergeStructure } from './structure.ts';
import type { ContractMerge, StructureInput } from './types.ts';
import { limitingWork } from './work.ts';

/** The contract that a merge makes, to be checked where it is clean. */
export type CheckAs = Omit<CheckFile, 'bytes'>;

interface MergeOrder {
  readonly structure: StructureInput;
  readonly check: CheckAs | null;
}

/** Work on contracts that takes time and memory with their size, by name; runs in any thread. */
const JOBS = {
  merge: ({ structure, check }: MergeOrder): ContractMerge => {
    const merged = mergeStructure(structure);
    if (!check || merged.outcome !== 'clean') return merged;
    const [checked] = checkFiles([{ ...check, bytes: merged.bytes }]);
    return { ...merged, findings: [...merged.findings, ...(checked?.introduced ?? [])] };
  },
  diffs: (inputs: readonly DiffInput[]) => inputs.map(diffContracts),
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

/** Runs an order in this thread. Throws OutOfBudget when it is more work than it may be. */
export function runJob<Name extends JobName>({ name, input }: Order<Name>): JobResult<Name> {
  const job = JOBS[name] as (input: JobInput<Name>) => JobResult<Name>;
  return limitingWork(() => sharingDocuments(() => job(input)));
}
