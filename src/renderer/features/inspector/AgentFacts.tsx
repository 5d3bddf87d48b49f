import type { ReactNode } from 'react';
import type { AgentView } from '../../../shared/contract/run.ts';
import { useUsage } from '../conversation/index.ts';
import { readyWords } from '../run/index.ts';

/** An agent's branch, worktree and commits as reported by git, and the tokens its conversation has used. */
export function AgentFacts({ agent }: { agent: AgentView }) {
  const tokens = useUsage(agent);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
      <Fact name="Branch">
        <code className="text-xs">{agent.branch}</code>
      </Fact>
      <Fact name="Worktree">
        {agent.worktree ? (
          <code className="text-xs [overflow-wrap:anywhere]">{agent.worktree}</code>
        ) : (
          'Not created yet'
        )}
      </Fact>
      <Fact name="Commits">
        {agent.commits}
        {agent.head && <code className="ml-2 text-muted text-xs">{agent.head.slice(0, 8)}</code>}
      </Fact>
      {agent.state !== 'merged' && agent.behind !== null && agent.behind > 0 && (
        <Fact name="Behind">
          {agent.behind === 1 ? '1 commit' : `${agent.behind} commits`} of the feature branch
        </Fact>
      )}
      <Fact name="Uncommitted">
        {agent.dirty === null ? 'Unknown' : agent.dirty ? 'Yes' : 'No'}
      </Fact>
      {agent.ready && <Fact name="Ready">{readyWords(agent.ready)}</Fact>}
      {tokens && <Fact name="Tokens">{tokens}</Fact>}
      {agent.changed.length > 0 && (
        <Fact name="Changed">
          <ul>
            {agent.changed.map((file) => (
              <li key={file.path} className="flex gap-2">
                <code className="min-w-0 flex-1 truncate text-xs" title={file.path}>
                  {file.path}
                </code>
                <span className="text-finished">+{file.insertions}</span>
                <span className="text-failed">−{file.deletions}</span>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {agent.strays.length > 0 && (
        <Fact name="Elsewhere">
          <ul className="text-failed">
            {agent.strays.map(({ owner, path }) => (
              <li key={`${owner}:${path}`}>
                {owner}: <code className="text-xs [overflow-wrap:anywhere]">{path}</code>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {agent.outOfScope.length > 0 && (
        <Fact name="Out of scope">
          <ul className="text-needs">
            {agent.outOfScope.map((path) => (
              <li key={path}>
                <code className="text-xs [overflow-wrap:anywhere]">{path}</code>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
