import type { ProjectView } from '../../../shared/contract/project.ts';
import type { Finding } from '../../../shared/plan/model.ts';

type Check = ProjectView['checks'][number];

/** What the pane lists: checks of the environment that fail, and what the linter found. */
export interface Problems {
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
}

export function problemsOf(
  findings: readonly Finding[] | null,
  checks: readonly Check[] | null,
): Problems {
  return {
    checks: (checks ?? []).filter((check) => check.state !== 'ok'),
    findings: findings ?? [],
  };
}

/** "1 error, 2 warnings, 1 hint": as many as the pane lists. */
export function problemWords({ checks, findings }: Problems): string {
  const count = (severity: Finding['severity']) =>
    findings.filter((one) => one.severity === severity).length;
  const hints = count('info');
  return [
    counted(count('error'), 'error'),
    // A check that fails is listed with the sign of a warning.
    counted(count('warning') + checks.length, 'warning'),
    ...(hints > 0 ? [counted(hints, 'hint')] : []),
  ].join(', ');
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
