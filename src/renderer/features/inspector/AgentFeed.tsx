import { X } from 'lucide-react';
import type { AgentView } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { agoWords } from '../../ui/measure.ts';
import { useNow } from '../../ui/use-now.ts';

/** The newest commits of an agent, the last one first. */
export function CommitFeed({ agent }: { agent: AgentView }) {
  const now = useNow();
  return (
    <section aria-label="Commits">
      <h3 className="font-medium text-muted text-sm">Commits</h3>
      <ol>
        {agent.recent.map((commit) => (
          <li key={commit.oid} className="flex items-baseline gap-2 text-sm">
            <code className="shrink-0 text-muted text-xs">{commit.oid.slice(0, 8)}</code>
            <span className="min-w-0 flex-1 truncate" dir="auto" title={commit.subject}>
              {commit.subject}
            </span>
            <time
              className="shrink-0 text-muted text-xs"
              dateTime={new Date(commit.at).toISOString()}
            >
              {agoWords(commit.at, now)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Prompts queued until the agent's session is idle, each with a button to withdraw it. */
export function QueuedPrompts({ agent }: { agent: AgentView }) {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  if (!project || !feature) return null;
  return (
    <section aria-label="Waiting prompts">
      <h3 className="font-medium text-muted text-sm">Sent when its session is idle</h3>
      <ul>
        {agent.queued.map(({ id, text }) => (
          <li key={id} className="flex items-start gap-2">
            <p className="line-clamp-2 min-w-0 flex-1 text-sm" dir="auto" title={text}>
              {text}
            </p>
            <IconButton
              label="Withdraw prompt"
              icon={X}
              onClick={() =>
                act(() => api.session.unask({ project, feature, agent: agent.name, id }))
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
