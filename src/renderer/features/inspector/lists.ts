import type { Runs, VerifyStep } from '../../../shared/plan/model.ts';

/** One entry per line; null when there is none, which removes the field from the plan. */
export function linesToList(text: string): readonly string[] | null {
  const entries = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return entries.length > 0 ? entries : null;
}

export function listToLines(list: readonly string[] | undefined): string {
  return (list ?? []).join('\n');
}

/** Parses verification steps, one per line: a shell command, or a slash command for claude after `claude:`. */
export function linesToSteps(text: string): readonly VerifyStep[] | null {
  return (
    linesToList(text)?.map((line) =>
      line.startsWith('claude:') ? { claude: line.slice('claude:'.length).trim() } : line,
    ) ?? null
  );
}

export function stepsToLines(steps: readonly VerifyStep[] | undefined): string {
  return (steps ?? [])
    .map((step) => (typeof step === 'string' ? step : `claude: ${step.claude}`))
    .join('\n');
}

export type RunsKind = Extract<Runs, string> | 'command' | 'remote' | 'ssh';

/** Splits `runs` into its kind and the value that goes with it. */
export function runsParts(runs: Runs | undefined): { kind: RunsKind; value: string } {
  if (runs === undefined) return { kind: 'claude', value: '' };
  if (typeof runs === 'string') return { kind: runs, value: '' };
  if ('command' in runs) return { kind: 'command', value: runs.command };
  if ('remote' in runs) return { kind: 'remote', value: runs.remote };
  return { kind: 'ssh', value: runs.ssh };
}

/** The `runs` value of a kind; null for claude, the default. */
export function runsOf(kind: RunsKind, value: string): Runs | null {
  switch (kind) {
    case 'claude':
      return null;
    case 'codex':
    case 'gemini':
    case 'opencode':
    case 'shell':
    case 'sim':
      return kind;
    case 'command':
      return { command: value };
    case 'remote':
      return { remote: value };
    case 'ssh':
      return { ssh: value };
  }
}
