import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { ContractCards } from '../../../shared/contract/contracts.ts';
import type { Conflict, ConflictFile } from '../../../shared/contract/resolve.ts';
import { type SourceVersion, type SourceVersions, showSources } from './source-versions.ts';

interface ContractSourcesProps {
  readonly conflict: Conflict;
  readonly file: ConflictFile;
  readonly cards: ContractCards['cards'];
  /** Index of the current card. */
  readonly current: number;
  onCurrent(index: number): void;
}

const SIDES = ['ours', 'base', 'theirs'] as const;

/** The full versions of a contract next to its cards, with the conflicts marked. */
export function ContractSources(props: ContractSourcesProps) {
  const { conflict, file, cards, current, onCurrent } = props;
  const places = useRef(new Map<SourceVersion['side'], HTMLElement>());
  const shown = useRef<SourceVersions | null>(null);
  const section = useRef<HTMLElement>(null);
  const names = {
    ours: conflict.ours?.label ?? 'Ours',
    base: 'Base',
    theirs: conflict.theirs?.label ?? 'Theirs',
  };
  const pick = useEffectEvent((index: number) => onCurrent(index));
  const open = useEffectEvent(() => {
    const versions = SIDES.flatMap((side): SourceVersion[] => {
      const [parent, text] = [places.current.get(side), file[side]];
      if (!parent || text === null) return [];
      const ranges = cards.map((card) => card.conflict.places?.[side] ?? null);
      return [{ parent, side, label: `Source: ${names[side]}`, text, places: ranges }];
    });
    return showSources({ path: conflict.path, versions, onPick: pick });
  });
  useLayoutEffect(() => {
    const sources = open();
    shown.current = sources;
    return () => {
      shown.current = null;
      sources.destroy();
    };
  }, []);
  useLayoutEffect(() => shown.current?.show(current), [current]);
  // After a resize the marked place may be out of sight, so scroll to it again.
  const showAgain = useEffectEvent(() => shown.current?.show(current));
  useLayoutEffect(() => {
    if (!section.current) return;
    const observer = new ResizeObserver(() => showAgain());
    observer.observe(section.current);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={section} aria-label="Versions" className="flex min-h-0 min-w-0 flex-col">
      {SIDES.filter((side) => file[side] !== null).map((side) => (
        <div key={side} className="flex min-h-0 flex-1 flex-col">
          <p className="truncate border-line border-b bg-raised px-2 text-muted text-sm" dir="auto">
            {names[side]}
          </p>
          <div
            ref={(element) => {
              if (element) places.current.set(side, element);
            }}
            className="code-view min-h-0 flex-1 overflow-hidden border-line border-b"
          />
        </div>
      ))}
    </section>
  );
}
