import { Check, FileSearch, MessagesSquare, Play, Square } from 'lucide-react';
import type { AgentView } from '../../../shared/contract/run.ts';
import { defaultTitle, shownTitle } from '../../../shared/names.ts';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { agentFields, PRIORITY_WORDS } from '../../../shared/plan/schema.ts';
import { useLink } from '../../link/index.ts';
import { usePlanEditing } from '../../page/edit.ts';
import { useRoles } from '../../page/roles.ts';
import { readConversation, reviewAgent } from '../../page/sheets.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import {
  acceptWork,
  canStartAgent,
  canStopAgent,
  isAcceptable,
  startAgent,
  stopAgent,
  useStarting,
} from '../run/index.ts';
import { AfterField } from './AfterField.tsx';
import { AgentFacts } from './AgentFacts.tsx';
import { CommitFeed, QueuedPrompts } from './AgentFeed.tsx';
import { BriefingButton } from './BriefingDialog.tsx';
import { ClaudeOptions } from './ClaudeOptions.tsx';
import { linesToList, listToLines } from './lists.ts';
import { NumberField } from './NumberField.tsx';
import { PromptField } from './PromptField.tsx';
import { RunsField } from './RunsField.tsx';
import { TextField } from './TextField.tsx';

interface AgentFormProps {
  readonly name: string;
  readonly agent: Agent;
  readonly plan: Plan;
  readonly frozen: boolean;
}

export function AgentForm({ name, agent, plan, frozen }: AgentFormProps) {
  const editing = usePlanEditing();
  const live = useWorkspace((state) => state.run?.agents.find((one) => one.name === name) ?? null);
  type Fields = { [F in keyof Agent]?: Agent[F] | null };
  const update = (set: Fields) => editing.edit({ kind: 'updateAgent', key: name, set });
  const write = (set: Fields, typing: string) =>
    editing.write({ kind: 'updateAgent', key: name, set }, typing);
  const said = live?.waitsFor ? `Waits for ${live.waitsFor}.` : live?.message;
  const known = useRoles((state) => state.roles);
  const roles = known.some(({ name }) => name === agent.role)
    ? known
    : [...known, { name: agent.role, title: agent.role }];
  return (
    <>
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 truncate font-semibold text-lg" dir="auto">
          {shownTitle(agent, name)}
        </h2>
        <StateChip state={live?.state ?? 'not-started'} />
        <span className="flex-1" />
        {live && <AgentButtons agent={live} briefed={(agent.runs ?? 'claude') === 'claude'} />}
      </header>
      {said && <p className="text-muted [overflow-wrap:anywhere]">{said}</p>}
      <div className="grid grid-cols-1 gap-3 @xl:grid-cols-2 @4xl:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-3">
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label="Title"
              value={agent.title ?? ''}
              placeholder={defaultTitle(name)}
              frozen={frozen}
              commit={(text, typing) => write({ title: text.trim() || null }, typing)}
            />
            <TextField
              code
              onLeave
              label="Key"
              value={name}
              frozen={frozen}
              disabled={live?.worktree != null}
              commit={(to, typing) => editing.write({ kind: 'renameAgent', key: name, to }, typing)}
            />
            <Field label="Role">
              {(ids) => (
                <select
                  {...ids}
                  className={CONTROL}
                  disabled={frozen}
                  value={agent.role}
                  onChange={(event) => update({ role: event.target.value })}
                >
                  {roles.map(({ name, title }) => (
                    <option key={name} value={name}>
                      {title}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <TextField
              code
              label="Model"
              value={agent.model ?? ''}
              placeholder="default"
              frozen={frozen}
              commit={(text, typing) => write({ model: text.trim() || null }, typing)}
            />
            <NumberField
              label="Priority"
              placeholder="0"
              value={agent.priority}
              schema={agentFields.shape.priority}
              wanted={PRIORITY_WORDS}
              frozen={frozen}
              save={(priority, typing) => write({ priority }, typing)}
            />
          </div>
          <RunsField agent={agent} frozen={frozen} update={update} write={write} />
          {(agent.runs ?? 'claude') === 'claude' && (
            <ClaudeOptions agent={agent} frozen={frozen} update={update} write={write} />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <PromptField
            value={agent.prompt ?? ''}
            frozen={frozen}
            commit={(text, typing) => write({ prompt: text || null }, typing)}
          />
          <TextField
            code
            label="Scope"
            rows={3}
            hint="Globs of the files it may change, one per line. Empty: any file."
            value={listToLines(agent.scope)}
            frozen={frozen}
            commit={(text, typing) => write({ scope: linesToList(text) }, typing)}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <div className="grid grid-cols-2 gap-3">
            <TextField
              code
              label="Reads contracts"
              rows={2}
              value={listToLines(agent.reads)}
              frozen={frozen}
              commit={(text, typing) => write({ reads: linesToList(text) }, typing)}
            />
            <TextField
              code
              label="Writes contracts"
              rows={2}
              value={listToLines(agent.writes)}
              frozen={frozen}
              commit={(text, typing) => write({ writes: linesToList(text) }, typing)}
            />
          </div>
          <AfterField name={name} agent={agent} plan={plan} disabled={frozen} />
          {live && <AgentFacts agent={live} />}
          {live && live.recent.length > 0 && <CommitFeed agent={live} />}
          {live && live.queued.length > 0 && <QueuedPrompts agent={live} />}
        </div>
      </div>
    </>
  );
}

function AgentButtons({ agent, briefed }: { agent: AgentView; briefed: boolean }) {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id);
  const feature = useWorkspace((state) => state.run?.feature);
  const starting = useStarting((state) => state.running !== null);
  if (!project || !feature) return null;
  const target = { project, feature, agent };
  return (
    <>
      {agent.worktree !== null && (
        <Button icon={FileSearch} onClick={() => reviewAgent(agent.name)}>
          Review
        </Button>
      )}
      {isAcceptable(agent) && agent.ready?.accepted !== 'rule' && (
        <Button
          icon={Check}
          aria-pressed={agent.ready?.accepted === 'person'}
          onClick={() =>
            acceptWork(
              api,
              { project, feature, agent: agent.name },
              agent.ready?.accepted !== 'person',
            )
          }
        >
          Accept
        </Button>
      )}
      {briefed && <BriefingButton agent={agent.name} />}
      {agent.worktree !== null && (agent.session?.kind ?? 'claude') === 'claude' && (
        <Button icon={MessagesSquare} onClick={() => readConversation(agent.name)}>
          Conversation
        </Button>
      )}
      {canStopAgent(agent) ? (
        <Button icon={Square} onClick={() => stopAgent(api, target)}>
          Stop agent
        </Button>
      ) : (
        <Button
          icon={Play}
          disabled={starting || !canStartAgent(agent)}
          onClick={() => startAgent(api, target)}
        >
          Start agent
        </Button>
      )}
    </>
  );
}
