import { ArrowDown, ArrowUp, Check, FileCode2, Rows3 } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ContractCards as Cards, ContractChoice } from '../../../shared/contract/contracts.ts';
import type { Conflict, ConflictFile } from '../../../shared/contract/resolve.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { chordOf } from '../../page/keys.ts';
import type { ResolveTarget } from '../../page/sheets.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { DiffPanel } from '../../ui/code/DiffPanel.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ContractCard } from './ContractCard.tsx';
import { ContractSources } from './ContractSources.tsx';
import { cardKey, choiceForKey, openCards } from './cards.ts';
import { SettleNotice } from './SettleNotice.tsx';
import type { SettleProblem } from './settle-conflict.ts';

interface ContractCardsProps {
  readonly target: ResolveTarget;
  readonly conflict: Conflict;
  readonly file: ConflictFile;
  readonly cards: Cards;
  readonly trouble: SettleProblem | null;
  readonly busy: boolean;
  onChosen(cards: Cards): void;
  onAccept(text: string, anyway: boolean): void;
  onLines(): void;
}

/** The conflicts in a contract, one card each, and the combined result of the choices. */
export function ContractCards(props: ContractCardsProps) {
  const { target, conflict, file, cards, trouble, busy, onChosen, onAccept, onLines } = props;
  const { api } = useLink();
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState(() => Math.max(0, openCards(cards)[0] ?? 0));
  const left = openCards(cards).length;
  // Once everything is resolved, the result replaces the sources, unless the person asks for them.
  const [wanted, want] = useState<boolean | null>(null);
  const withSources = wanted ?? cards.text === null;
  const { text } = cards;
  const goTo = (index: number) => {
    setCurrent(index);
    const card = list.current?.children[index];
    card?.querySelector<HTMLElement>('button')?.focus();
    card?.scrollIntoView({ block: 'nearest' });
  };
  const choose = async (index: number, choice: ContractChoice | null) => {
    const card = cards.cards[index];
    if (!card) return;
    const { path } = card.conflict;
    const next = await act(() => api.resolve.choose({ ...target, id: conflict.id, path, choice }));
    if (!next) return;
    onChosen(next);
    const onwards = openCards(next);
    if (choice) setCurrent(onwards.find((at) => at > index) ?? onwards[0] ?? index);
  };
  const step = (by: 1 | -1) => {
    const count = cards.cards.length;
    goTo((current + by + count) % count);
  };
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || busy) return;
    const chord = chordOf(event);
    const card = cards.cards[current];
    const does = cardKey(chord);
    if (!does || !card) return;
    if (does === 'accept') {
      if (text === null) return;
      event.preventDefault();
      onAccept(text, false);
    } else if (does === 'next' || does === 'previous') {
      event.preventDefault();
      step(does === 'next' ? 1 : -1);
    } else {
      const choice = choiceForKey(does, card.can);
      if (!choice) return;
      event.preventDefault();
      void choose(current, choice);
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5 px-3 py-1.5">
        <IconButton
          label="Previous conflict"
          keys="Shift+F7"
          icon={ArrowUp}
          disabled={cards.cards.length < 2}
          onClick={() => step(-1)}
        />
        <IconButton
          label="Next conflict"
          keys="F7"
          icon={ArrowDown}
          disabled={cards.cards.length < 2}
          onClick={() => step(1)}
        />
        <p role="status" className="min-w-28 text-sm">
          {left === 0
            ? 'All conflicts are resolved'
            : `${left} of ${cards.cards.length} conflicts open`}
        </p>
        <span className="flex-1" />
        <Button
          look={withSources ? 'plain' : 'quiet'}
          icon={FileCode2}
          aria-pressed={withSources}
          onClick={() => want(!withSources)}
        >
          Versions
        </Button>
        <Button look="quiet" icon={Rows3} onClick={onLines}>
          Resolve line by line
        </Button>
        <Button
          look="primary"
          icon={Check}
          disabled={busy || text === null}
          onClick={() => text !== null && onAccept(text, false)}
        >
          Accept
        </Button>
      </div>
      {trouble && text !== null && (
        <SettleNotice problem={trouble} busy={busy} onAnyway={() => onAccept(text, true)} />
      )}
      {cards.problem && (
        <div className="px-3 pb-2">
          <Notice live tone="bad" title="These choices do not fit together">
            {cards.problem}
          </Notice>
        </div>
      )}
      <div className="flex min-h-0 flex-1 flex-col border-line border-t">
        <div
          className={classes(
            'grid min-h-40 flex-1 grid-rows-1',
            withSources ? 'grid-cols-2 divide-x divide-line' : 'grid-cols-1',
          )}
        >
          <ol
            ref={list}
            aria-label="Conflicts"
            className="flex min-h-0 flex-col gap-2.5 overflow-y-auto p-3"
          >
            {cards.cards.map((card, index) => (
              <ContractCard
                key={card.conflict.path}
                card={card}
                conflict={conflict}
                current={index === current}
                onCurrent={() => setCurrent(index)}
                onChoose={(choice) => choose(index, choice)}
              />
            ))}
          </ol>
          {withSources && (
            <ContractSources
              conflict={conflict}
              file={file}
              cards={cards.cards}
              current={current}
              onCurrent={setCurrent}
            />
          )}
        </div>
        {text !== null && (
          <section aria-label="Result" className="flex h-2/5 min-h-32 flex-col">
            <DiffPanel
              key={text}
              path={conflict.path}
              mode="side"
              before={{ label: conflict.ours?.label ?? 'Ours', text: file.ours ?? '' }}
              after={{ label: 'Result', text }}
            />
          </section>
        )}
      </div>
    </>
  );
}
