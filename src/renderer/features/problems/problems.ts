import type { ProjectView } from '../../../shared/contract/project.ts';
import type { Finding, Plan } from '../../../shared/plan/model.ts';
import { runsClaude } from '../../page/claude.ts';

type Check = ProjectView['checks'][number];

/** What the pane lists: failed checks of the environment, and findings of the linter. */
export interface Problems {
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
}

/** The problems of an open plan and of the environment it runs in. */
export function problemsOf(
  open: { readonly plan: Plan | null; readonly findings: readonly Finding[] } | null,
  checks: readonly Check[] | null,
): Problems {
  const needed = neededChecks(open?.plan ?? null, checks ?? []);
  return {
    checks: needed.filter((check) => check.state !== 'ok'),
    findings: open?.findings ?? [],
  };
}

/** The checks that matter for a plan: `claude` counts only if some agent or verification step runs it. */
export function neededChecks(plan: Plan | null, checks: readonly Check[]): readonly Check[] {
  return needsClaude(plan) ? checks : checks.filter(({ id }) => id !== 'claude');
}

/** Without a plan or with an empty one, assume that the next agent runs `claude`. */
function needsClaude(plan: Plan | null): boolean {
  const agents = Object.values(plan?.agents ?? {});
  const verify = Object.values(plan?.syncs ?? {}).flatMap((sync) => sync.verify ?? []);
  return (
    agents.length === 0 ||
    agents.some(runsClaude) ||
    verify.some((step) => typeof step !== 'string')
  );
}

/** "1 error, 2 warnings, 1 hint", with the numbers that the pane lists. */
export function problemWords({ checks, findings }: Problems): string {
  const count = (severity: Finding['severity']) =>
    findings.filter((one) => one.severity === severity).length;
  const hints = count('info');
  return [
    counted(count('error'), 'error'),
    // Failed checks are listed as warnings.
    counted(count('warning') + checks.length, 'warning'),
    ...(hints > 0 ? [counted(hints, 'hint')] : []),
  ].join(', ');
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
