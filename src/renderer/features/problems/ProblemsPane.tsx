import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Finding } from '../../../shared/plan/model.ts';
import { inPageWords } from '../../page/claude.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { problemsOf } from './problems.ts';

const LOOKS: Record<Finding['severity'], { icon: LucideIcon; colour: string }> = {
  error: { icon: CircleAlert, colour: 'text-failed' },
  warning: { icon: TriangleAlert, colour: 'text-needs' },
  info: { icon: Info, colour: 'text-muted' },
};

/** Findings of the linter and failed checks of the environment. */
export function ProblemsPane() {
  const plan = useWorkspace((state) => state.plan);
  const checks = useWorkspace((state) => state.project?.checks ?? null);
  const problems = problemsOf(plan, checks);
  if (problems.checks.length + problems.findings.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title="No problems">
        The plan is checked while you edit it; findings and their fixes appear here.
      </EmptyState>
    );
  }
  return (
    <ul className="p-2">
      {problems.checks.map((check) => (
        <li key={check.id} className="flex min-h-7 items-start gap-2 px-1.5 py-1">
          <TriangleAlert size={14} aria-hidden className="mt-0.75 shrink-0 text-needs" />
          <span>
            {check.message} <span className="text-muted">{inPageWords(check.remedy)}</span>
          </span>
        </li>
      ))}
      {problems.findings.map((finding) => (
        <li key={`${finding.rule}:${finding.node}:${finding.line}:${finding.message}`}>
          <Row finding={finding} />
        </li>
      ))}
    </ul>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { icon: Icon, colour } = LOOKS[finding.severity];
  return (
    <button
      type="button"
      disabled={finding.node === null}
      onClick={() => useSelection.getState().select(finding.node)}
      className="flex min-h-7 w-full items-start gap-2 rounded px-1.5 py-1 text-left enabled:hover:bg-hover"
    >
      <Icon size={14} aria-label={finding.severity} className={`mt-0.75 shrink-0 ${colour}`} />
      <span className="min-w-0 flex-1">
        {finding.message}
        {finding.fix && <span className="text-muted"> {finding.fix}</span>}
      </span>
      <span className="shrink-0 text-muted text-xs">
        {finding.rule}
        {finding.line !== null && `, line ${finding.line}`}
      </span>
    </button>
  );
}
