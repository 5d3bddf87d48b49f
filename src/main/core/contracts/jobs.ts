import { type CheckFile, checkFiles } from './check-files.ts';
import { type DiffInput, diffContracts } from './diff.ts';
import { sharingDocuments } from './documents.ts';
import { mergeStructure } from './structure.ts';
import type { ContractMerge, StructureInput } from './types.ts';
import { limitingWork } from './work-limit.ts';

/** How to check the contract that a merge produces, if it is clean. */
export type CheckAs = Omit<CheckFile, 'bytes'>;

interface MergeOrder {
  readonly structure: StructureInput;
  readonly check: CheckAs | null;
}

/** Jobs by name. They are pure, take time and memory in proportion to their input, and run in any thread. */
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

/** Message to a worker thread. */
export interface Order<Name extends JobName = JobName> {
  readonly name: Name;
  readonly input: JobInput<Name>;
}

/** Runs a job in this thread. Throws OutOfBudget if it takes too many steps. */
export function runJob<Name extends JobName>({ name, input }: Order<Name>): JobResult<Name> {
  const job = JOBS[name] as (input: JobInput<Name>) => JobResult<Name>;
  return limitingWork(() => sharingDocuments(() => job(input)));
}
