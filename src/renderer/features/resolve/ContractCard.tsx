import { ArrowRight, Check, PenLine, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ContractCards, ContractChoice } from '../../../shared/contract/contracts.ts';
import type { Conflict } from '../../../shared/contract/resolve.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { CONTROL } from '../../ui/Field.tsx';
import { absentWords, cardWords, coloursIn } from './cards.ts';
import { possessive } from './three-way.ts';

interface ContractCardProps {
  readonly card: ContractCards['cards'][number];
  readonly conflict: Conflict;
  readonly current: boolean;
  onCurrent(): void;
  onChoose(choice: ContractChoice | null): void;
}

/** One conflict in a contract: the value in each version, and the buttons to choose one. */
export function ContractCard({ card, conflict, current, onCurrent, onChoose }: ContractCardProps) {
  const { conflict: place, can, choice } = card;
  const [editing, setEditing] = useState(false);
  const names = {
    ours: conflict.ours?.label ?? 'Ours',
    theirs: conflict.theirs?.label ?? 'Theirs',
  };
  const chosen = (side: 'base' | 'ours' | 'theirs') =>
    choice?.kind === 'side' && choice.side === side;
  return (
    <li
      onFocusCapture={onCurrent}
      className={classes(
        'rounded-lg border bg-surface px-3 py-2',
        current ? 'border-accent' : 'border-line',
      )}
    >
      <div className="mb-1.5 flex flex-wrap items-baseline gap-x-3">
        <h4 className="min-w-0 font-medium [overflow-wrap:anywhere]">
          <code>{place.path || 'The whole file'}</code>
        </h4>
        <p className="text-muted text-sm">{cardWords(place, names)}</p>
        {place.reason && <p className="basis-full text-sm">{place.reason}</p>}
      </div>
      <fieldset
        aria-label={`Values of ${place.path || 'the whole file'}`}
        className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,8rem),1fr))] gap-2"
      >
        {can.base && (
          <Version
            title="Base"
            label="Restore the base version"
            source={place.base}
            absent=""
            chosen={chosen('base')}
            onChoose={() => onChoose({ kind: 'side', side: 'base' })}
          />
        )}
        {(['ours', 'theirs'] as const).map((side) => (
          <Version
            key={side}
            title={names[side]}
            label={`Take ${possessive(names[side])}`}
            source={place[side]}
            absent={absentWords(place.kind)}
            chosen={chosen(side)}
            onChoose={() => onChoose({ kind: 'side', side })}
          />
        ))}
      </fieldset>
      <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
        {can.both && (
          <Button
            look={choice?.kind === 'both' ? 'plain' : 'quiet'}
            icon={choice?.kind === 'both' ? Check : Plus}
            aria-pressed={choice?.kind === 'both'}
            onClick={() => onChoose({ kind: 'both' })}
          >
            Keep both
          </Button>
        )}
        {can.renamed && (
          <Button
            look={choice?.kind === 'renamed' ? 'plain' : 'quiet'}
            icon={choice?.kind === 'renamed' ? Check : ArrowRight}
            aria-pressed={choice?.kind === 'renamed'}
            onClick={() => onChoose({ kind: 'renamed' })}
          >
            It was renamed: keep the change under the new name
          </Button>
        )}
        {can.text && (
          <Button
            look={choice?.kind === 'text' ? 'plain' : 'quiet'}
            icon={choice?.kind === 'text' ? Check : PenLine}
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
          >
            {choice?.kind === 'text' ? 'Own value' : 'Enter own value'}
          </Button>
        )}
        {choice && (
          <Button look="quiet" onClick={() => onChoose(null)}>
            Reopen
          </Button>
        )}
      </div>
      {choice?.kind === 'text' && !editing && (
        <p className="mt-1.5 rounded-md border border-accent bg-accent-soft px-2.5 py-1.5">
          <code className="whitespace-pre-wrap text-xs [overflow-wrap:anywhere]">
            {choice.text}
          </code>
        </p>
      )}
      {editing && (
        <ByHand
          path={place.path}
          start={startOf(card)}
          onDone={(text) => {
            setEditing(false);
            onChoose({ kind: 'text', text });
          }}
        />
      )}
    </li>
  );
}

/** Initial text of the value editor: the chosen value, else an existing one. */
function startOf({ choice, conflict: place }: ContractCardProps['card']): string {
  if (choice?.kind === 'text') return choice.text;
  const chosen = choice?.kind === 'side' ? place[choice.side] : null;
  return chosen ?? place.ours ?? place.theirs ?? '';
}

interface VersionProps {
  readonly title: string;
  readonly label: string;
  readonly source: string | null;
  readonly absent: string;
  readonly chosen: boolean;
  onChoose(): void;
}

function Version({ title, label, source, absent, chosen, onChoose }: VersionProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={chosen}
      onClick={onChoose}
      className="flex min-w-0 flex-col gap-0.5 rounded-md border border-line bg-raised px-2.5 py-1.5 text-left hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft"
    >
      <span className="flex w-full items-center gap-1.5 text-muted text-sm">
        <span className="min-w-0 flex-1 truncate" dir="auto">
          {title}
        </span>
        {chosen && <Check size={13} aria-hidden className="shrink-0 text-accent" />}
      </span>
      {source === null ? (
        <span className="text-muted">{absent}</span>
      ) : (
        <span className="flex min-w-0 items-start gap-2">
          {coloursIn(source).map((colour) => (
            <span
              key={colour}
              aria-hidden
              className="mt-0.5 size-4 shrink-0 rounded border border-muted"
              style={{ backgroundColor: colour }}
            />
          ))}
          <code className="max-h-32 min-w-0 overflow-hidden whitespace-pre-wrap text-xs [overflow-wrap:anywhere]">
            {source === '' ? 'nothing' : source}
          </code>
        </span>
      )}
    </button>
  );
}

interface ByHandProps {
  readonly path: string;
  readonly start: string;
  onDone(text: string): void;
}

function ByHand({ path, start, onDone }: ByHandProps) {
  const [text, setText] = useState(start);
  return (
    <form
      className="mt-1.5 flex flex-col items-start gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text);
      }}
    >
      <textarea
        aria-label={`Value of ${path}`}
        className={`${CONTROL} h-auto! font-mono text-xs`}
        rows={Math.min(8, text.split('\n').length + 1)}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={text.trim() === ''}>
        Use this
      </Button>
    </form>
  );
}
