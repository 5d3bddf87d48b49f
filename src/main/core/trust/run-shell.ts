import { type ProgramOptions, type ProgramOutcome, runProgram } from './program.ts';
import { inheritedEnvironment } from './shell-environment.ts';

/**
 * The one place that runs shell lines (set-up, verification): only lines of a trusted repository may come here. Runs in
 * its own process group, which ends with it. Output goes to `onOutput` as it comes. Rejects with the signal's reason
 * when cancelled.
 */
export function runTrustedLine(
  line: string,
  options: Omit<ProgramOptions, 'env'> & { readonly env?: Readonly<Record<string, string>> },
): Promise<ProgramOutcome> {
  const env = { ...inheritedEnvironment(), ...options.env };
  return runProgram('/bin/sh', ['-c', line], { ...options, env });
}
