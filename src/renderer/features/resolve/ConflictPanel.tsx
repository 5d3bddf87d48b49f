import { ListChecks, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ContractCards as ContractCardsData } from '../../../shared/contract/contracts.ts';
import type {
  Answer,
  Conflict,
  ConflictFile,
  ConflictList,
} from '../../../shared/contract/resolve.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import type { ResolveTarget } from '../../page/sheets.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { ContractCards } from './ContractCards.tsx';
import { kindWords, settledWords } from './conflict-words.ts';
import { HunkEditor } from './HunkEditor.tsx';
import { Proposal } from './Proposal.tsx';
import { type SettleProblem, settleConflict } from './settle-conflict.ts';
import { useConflictFile } from './use-conflict-file.ts';
import { WholeFile } from './WholeFile.tsx';

interface ConflictPanelProps {
  readonly target: ResolveTarget;
  readonly conflict: Conflict;
  /** Whether a session has proposed a text. */
  readonly proposed: boolean;
  onSettled(list: ConflictList): void;
  onReopened(list: ConflictList): void;
}

/** One conflict, with the editor that fits its kind. */
export function ConflictPanel(props: ConflictPanelProps) {
  const { target, conflict, proposed, onSettled, onReopened } = props;
  const { api } = useLink();
  const { file, problem } = useConflictFile(target, conflict, proposed);
  const [trouble, setTrouble] = useState<SettleProblem | null>(null);
  const [discarded, setDiscarded] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState<ContractCardsData | null>(null);
  const [asLines, setAsLines] = useState(false);
  const run = useWorkspace((state) => state.run);
  const open = conflict.state === 'open';
  const settle = async (
    answer: Answer,
    { by = 'person', anyway = false }: { by?: 'person' | 'session'; anyway?: boolean } = {},
  ) => {
    setBusy(true);
    const done = await settleConflict(api, { ...target, id: conflict.id, answer, by, anyway });
    setBusy(false);
    if (!done) return;
    if (done.kind === 'refused') setTrouble(done.problem);
    else {
      setTrouble(null);
      onSettled(done.list);
    }
  };
  const reopen = async () => {
    const list = await act(() => api.resolve.reopen({ ...target, id: conflict.id }));
    if (list) onReopened(list);
  };
  const cards = chosen ?? file?.contract ?? null;
  const shown = file ? viewOf(file, { open, discarded, cards: cards !== null && !asLines }) : null;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1.5">
        <div className="min-w-0 flex-1">
          <h3 className="font-medium [overflow-wrap:anywhere]">
            <code>{conflict.path}</code>
          </h3>
          <p className="text-muted text-sm">
            {open ? kindWords(conflict, (agent) => titleOf(run, agent)) : settledWords(conflict)}
          </p>
        </div>
        {open && asLines && cards && (
          <Button icon={ListChecks} onClick={() => setAsLines(false)}>
            Resolve value by value
          </Button>
        )}
        {!open && (
          <Button icon={RotateCcw} onClick={reopen}>
            Reopen
          </Button>
        )}
      </header>
      {problem && <p className="p-3 text-danger">{problem}</p>}
      {!file && !problem && <p className="p-3 text-muted">Loading the versions…</p>}
      {file && shown === 'proposal' && file.proposed !== null && (
        <Proposal
          conflict={conflict}
          file={file}
          proposed={file.proposed}
          trouble={trouble}
          busy={busy}
          onAccept={(text, anyway) => settle({ kind: 'text', text }, { by: 'session', anyway })}
          onDiscard={() => setDiscarded(file.proposed)}
        />
      )}
      {file && shown === 'cards' && cards && (
        <ContractCards
          target={target}
          conflict={conflict}
          file={file}
          cards={cards}
          trouble={trouble}
          busy={busy}
          onChosen={(next) => {
            setTrouble(null);
            setChosen(next);
          }}
          onAccept={(text, anyway) => settle({ kind: 'text', text }, { anyway })}
          onLines={() => setAsLines(true)}
        />
      )}
      {file && shown === 'hunks' && (
        <HunkEditor
          key={conflict.state}
          target={target}
          conflict={conflict}
          file={file}
          trouble={trouble}
          busy={busy}
          onEdited={() => setTrouble(null)}
          onAccept={(text, anyway) => settle({ kind: 'text', text }, { anyway })}
          onSide={(side) => settle({ kind: 'side', side })}
        />
      )}
      {file && shown === 'whole' && (
        <WholeFile
          conflict={conflict}
          file={file}
          busy={busy}
          onSide={(side) => settle({ kind: 'side', side })}
        />
      )}
    </>
  );
}

function viewOf(
  file: ConflictFile,
  { open, discarded, cards }: { open: boolean; discarded: string | null; cards: boolean },
): 'proposal' | 'cards' | 'hunks' | 'whole' {
  if (open && file.proposed !== null && file.proposed !== discarded) return 'proposal';
  if (open && cards) return 'cards';
  const text = file.marked !== null && file.ours !== null && file.theirs !== null;
  return text || (!open && file.accepted !== null) ? 'hunks' : 'whole';
}
