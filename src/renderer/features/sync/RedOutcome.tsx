import { Copy, GitMerge, MessageSquareText, UserMinus, Wrench } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { SyncView } from '../../../shared/contract/run.ts';
import { counted } from '../../../shared/count-words.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useAskable } from '../../page/askable.ts';
import { copyText } from '../../page/copy.ts';
import { askedWords } from '../../page/prompts.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { enterSession } from '../terminals/index.ts';
import type { Decisions } from './gate.ts';
import { leaveOutWith } from './leave-out.ts';
import type { MergeOrder } from './merge-order.ts';
import { merge, useAttemptLog, useMerging } from './merge-sync.ts';
import { askPrompt } from './sync-words.ts';

interface RedOutcomeProps {
  readonly sync: SyncView;
  readonly order: MergeOrder;
  readonly decisions: Decisions;
  /** Sentence that says what failed. */
  readonly culprit: string;
  /** Agents that the culprit search named; empty when it found none. */
  readonly culprits: readonly string[];
}

/** The next steps after a failed verification: ask the responsible agent, fix it here, or merge without it. */
export function RedOutcome({ sync, order, decisions, culprit, culprits }: RedOutcomeProps) {
  const link = useLink();
  const run = useWorkspace((state) => state.run);
  const plan = useWorkspace((state) => state.plan?.plan ?? null);
  const log = useAttemptLog(order).verify;
  const running = useMerging((state) => state.running !== null);
  const [fixing, setFixing] = useState(false);
  const { api } = link;
  const title = (name: string) => titleOf(run, name);
  const coming = sync.leftOut ?? sync.merges;
  const isAskable = useAskable();
  const suspects = culprits.length > 0 ? culprits : coming;
  const asked = [...suspects, ORCHESTRATOR].filter(isAskable);
  const textFor = (agent: string) =>
    askPrompt({ sync: sync.title, culprit, log, whole: agent === ORCHESTRATOR });
  const ask = async (agent: string) => {
    const { project, feature } = order;
    const text = textFor(agent);
    const answer = await act(() => api.session.ask({ project, feature, agent, text }));
    if (answer) toast.success(askedWords(answer.state, title(agent)));
  };
  const fixHere = async () => {
    const { project, feature } = order;
    const session = await act(() => api.session.orchestrator({ project, feature, runs: 'shell' }));
    if (!session) return;
    setFixing(true);
    enterSession(link, session);
  };
  const out = culprits.reduce(
    (leaveOut, agent) => leaveOutWith({ leaveOut }, { plan, sync, agent, wanted: false }),
    decisions.leaveOut,
  );
  const rest = coming.filter((name) => !out.includes(name));
  const withoutCulprits = () => merge(api, order, { ...decisions, leaveOut: out });
  const [first] = suspects;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {asked.length > 2 ? (
          <Menu
            heading="Send the failure to"
            entries={asked.map((name) => ({ label: title(name), run: () => void ask(name) }))}
          >
            <Button icon={MessageSquareText}>Ask an agent…</Button>
          </Menu>
        ) : (
          asked.map((name) => (
            <Button key={name} icon={MessageSquareText} onClick={() => ask(name)}>
              {name === ORCHESTRATOR ? 'Ask the orchestrator' : `Ask ${title(name)}`}
            </Button>
          ))
        )}
        {first !== undefined && !suspects.some((name) => asked.includes(name)) && (
          <Button
            icon={Copy}
            onClick={() =>
              copyText(textFor(first), 'Copied the failure and the end of its output.')
            }
          >
            Copy the failure
          </Button>
        )}
        <Button icon={Wrench} onClick={fixHere}>
          Fix here
        </Button>
        {sync.fix && (
          <Button
            look="primary"
            icon={GitMerge}
            disabled={running}
            onClick={() => merge(api, order, { ...decisions, withFix: true })}
          >
            Merge with {counted(sync.fix.commits, 'fix commit')}
          </Button>
        )}
        {culprits.length > 0 && rest.length > 0 && (
          <Button icon={UserMinus} disabled={running} onClick={withoutCulprits}>
            Leave out {out.map(title).join(' and ')} and merge the rest
          </Button>
        )}
      </div>
      {fixing && !sync.fix && (
        <Notice live tone="info" title="Fix it in the Orchestrator terminal.">
          The merged result is checked out there. Change what is wrong, run the failing step, and
          commit with git; a button to merge with your commits appears here.
        </Notice>
      )}
    </div>
  );
}
