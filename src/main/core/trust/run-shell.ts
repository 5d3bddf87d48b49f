import { type ProgramOptions, type ProgramOutcome, runProgram } from './program.ts';
import { inheritedEnvironment } from './shell-environment.ts';

/**
 * The only place that runs shell commands (set-up, verification), which must come from a trusted repository. Runs in
 * its own process group, which ends with the command. Output goes to `onOutput`. Rejects with the signal's reason when
 * cancelled.
 */
export function runTrustedLine(
  line: string,
  options: Omit<ProgramOptions, 'env'> & { readonly env?: Readonly<Record<string, string>> },
): Promise<ProgramOutcome> {
  const env = { ...inheritedEnvironment(), ...options.env };
  return runProgram('/bin/sh', ['-c', line], { ...options, env });
}
