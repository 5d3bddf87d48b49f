import { neededChecks, problemsOf, problemWords } from '../features/problems/index.ts';
import { useLinkStatus } from '../link/index.ts';
import { inPageWords } from '../page/claude.ts';
import { showPane } from '../page/panes.ts';
import { useWorkspace } from '../page/workspace.ts';
import { agentWorktreeWords } from '../ui/count-words.ts';
import { Tip } from '../ui/Tip.tsx';
import { workWords } from './status-words.ts';

const LINK_WORDS = { open: 'connected', connecting: 'connecting', lost: 'not connected' } as const;

/** Status of git, the claude CLI, the link, the sessions, and the problems of the plan. */
export function StatusBar() {
  const project = useWorkspace((state) => state.project);
  const run = useWorkspace((state) => state.run);
  const plan = useWorkspace((state) => state.plan);
  const link = useLinkStatus();
  const worktrees = run?.agents.filter((agent) => agent.worktree !== null).length ?? 0;
  const problems = problemsOf(plan, project?.checks ?? null);
  return (
    <footer className="flex h-6 shrink-0 items-center gap-4 overflow-hidden whitespace-nowrap border-line border-t bg-sunken px-3 text-muted text-xs">
      {project?.branch && <span>On {project.branch}</span>}
      {neededChecks(plan?.plan ?? null, project?.checks ?? [])
        .filter((check) => check.id === 'git' || check.id === 'claude')
        .map((check) => (
          <Tip key={check.id} words={inPageWords(check.remedy) || check.message} side="top">
            <span className={check.state === 'ok' ? '' : 'text-needs'} role="note">
              {check.state === 'ok' ? check.message : `${check.id}: not available`}
            </span>
          </Tip>
        ))}
      <span>{LINK_WORDS[link]}</span>
      <span>{workWords(run)}</span>
      <button type="button" className="hover:text-ink" onClick={() => showPane('worktrees')}>
        {agentWorktreeWords(worktrees)}
      </button>
      <span className="flex-1" />
      <button type="button" className="hover:text-ink" onClick={() => showPane('problems')}>
        {problemWords(problems)}
      </button>
    </footer>
  );
}
