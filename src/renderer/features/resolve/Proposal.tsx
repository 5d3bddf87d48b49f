import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { Conflict, ConflictFile } from '../../../shared/contract/resolve.ts';
import { Button } from '../../ui/Button.tsx';
import { DiffPanel } from '../../ui/code/DiffPanel.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { SettleNotice } from './SettleNotice.tsx';
import type { SettleProblem } from './settle-conflict.ts';

interface ProposalProps {
  readonly conflict: Conflict;
  readonly file: ConflictFile;
  readonly proposed: string;
  readonly trouble: SettleProblem | null;
  readonly busy: boolean;
  onAccept(text: string, anyway: boolean): void;
  onDiscard(): void;
}

/** A session's proposed resolution of a file, as a diff to each version. It takes effect only when accepted. */
export function Proposal(props: ProposalProps) {
  const { conflict, file, proposed, trouble, busy, onAccept, onDiscard } = props;
  const [against, setAgainst] = useState<'ours' | 'theirs' | 'base'>('ours');
  const sides = (['ours', 'theirs', 'base'] as const).filter((side) => file[side] !== null);
  const label = (side: 'ours' | 'theirs' | 'base') => conflict[side]?.label ?? side;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-3 py-1.5">
        <p className="min-w-0 flex-1">
          Proposed by the session. It takes effect when you accept it.
        </p>
        <label className="flex items-center gap-1.5 text-muted text-sm">
          Compare with
          <select
            className={`${CONTROL} w-auto!`}
            value={against}
            onChange={(event) => {
              const side = sides.find((one) => one === event.target.value);
              if (side) setAgainst(side);
            }}
          >
            {sides.map((side) => (
              <option key={side} value={side}>
                {label(side)}
              </option>
            ))}
          </select>
        </label>
        <Button icon={X} disabled={busy} onClick={onDiscard}>
          Discard
        </Button>
        <Button
          look="primary"
          icon={Check}
          disabled={busy}
          onClick={() => onAccept(proposed, false)}
        >
          Accept
        </Button>
      </div>
      {trouble && (
        <SettleNotice problem={trouble} busy={busy} onAnyway={() => onAccept(proposed, true)} />
      )}
      <DiffPanel
        key={against}
        path={conflict.path}
        mode="side"
        before={{ label: label(against), text: file[against] ?? '' }}
        after={{ label: 'Proposed', text: proposed }}
      />
    </>
  );
}
