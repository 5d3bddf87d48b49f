import { ArrowDown, ArrowUp, Check, PenLine, RotateCcw } from 'lucide-react';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Conflict, ConflictFile } from '../../../shared/contract/resolve.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { chordOf } from '../../page/keys.ts';
import type { ResolveTarget } from '../../page/sheets.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { type DraftKeeper, keepDraft } from './draft.ts';
import { SettleNotice } from './SettleNotice.tsx';
import type { SettleProblem } from './settle-conflict.ts';
import { possessive, showThreeWay, type ThreeWay, type ThreeWayState } from './three-way.ts';

interface HunkEditorProps {
  readonly target: ResolveTarget;
  readonly conflict: Conflict;
  readonly file: ConflictFile;
  readonly trouble: SettleProblem | null;
  readonly busy: boolean;
  onEdited(): void;
  /** Resolves when the text was accepted or refused. */
  onAccept(text: string, anyway: boolean): Promise<void>;
  onSide(side: 'ours' | 'theirs'): void;
}

/** Both versions with the result between them, resolved conflict by conflict or edited freely. */
export function HunkEditor(props: HunkEditorProps) {
  const { target, conflict, file, trouble, busy, onEdited, onAccept, onSide } = props;
  const editable = conflict.state === 'open';
  const draft = useDraft(target, conflict.id);
  const start = file.marked ?? '';
  const initial = (editable ? file.draft : file.accepted) ?? file.accepted ?? start;
  const [state, setState] = useState<ThreeWayState>({ text: initial, left: 0, current: 0 });
  const [baseShown, showBase] = useState(false);
  const [accepting, setAccepting] = useState(false);
  const editor = useRef<ThreeWay | null>(null);
  const places = {
    ours: useRef<HTMLDivElement>(null),
    base: useRef<HTMLDivElement>(null),
    result: useRef<HTMLDivElement>(null),
    theirs: useRef<HTMLDivElement>(null),
  };
  const ours = conflict.ours?.label ?? 'Ours';
  const theirs = conflict.theirs?.label ?? 'Theirs';
  const last = useRef(initial);
  const changed = useEffectEvent((next: ThreeWayState) => {
    setState(next);
    if (next.text === last.current) return;
    last.current = next.text;
    draft.write(next.text);
    onEdited();
  });
  const show = useEffectEvent((at: Record<keyof typeof places, HTMLElement>) =>
    showThreeWay(at, {
      path: conflict.path,
      base: file.base,
      ours: file.ours === null ? null : { name: ours, text: file.ours },
      theirs: file.theirs === null ? null : { name: theirs, text: file.theirs },
      result: initial,
      editable,
      onChange: changed,
    }),
  );
  useLayoutEffect(() => {
    const at = [places.ours, places.base, places.result, places.theirs].map((one) => one.current);
    const [oursAt, baseAt, resultAt, theirsAt] = at;
    if (!oursAt || !baseAt || !resultAt || !theirsAt) return;
    const shown = show({ ours: oursAt, base: baseAt, result: resultAt, theirs: theirsAt });
    editor.current = shown;
    return () => {
      editor.current = null;
      shown.destroy();
    };
  }, [places.ours, places.base, places.result, places.theirs]);
  // Align once the shown column has its height.
  useEffect(() => {
    if (!baseShown) return;
    const frame = requestAnimationFrame(() => editor.current?.align());
    return () => cancelAnimationFrame(frame);
  }, [baseShown]);
  const accept = async (anyway: boolean) => {
    setAccepting(true);
    // Save first: a refused text then survives a reload, and no late save reopens the resolved conflict.
    await draft.flush();
    await onAccept(state.text, anyway);
    setAccepting(false);
  };
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !editable || accepting) return;
    const does = keyFor(chordOf(event));
    if (!does || (state.left === 0) !== (does === 'accept')) return;
    event.preventDefault();
    if (does === 'accept') void accept(false);
    else if (does === 'next' || does === 'previous') editor.current?.step(does === 'next' ? 1 : -1);
    else editor.current?.choose(does);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5 px-3 py-1.5">
        {editable && (
          <>
            <IconButton
              label="Previous conflict"
              keys="Shift+F7"
              icon={ArrowUp}
              disabled={state.left === 0}
              onClick={() => editor.current?.step(-1)}
            />
            <IconButton
              label="Next conflict"
              keys="F7"
              icon={ArrowDown}
              disabled={state.left === 0}
              onClick={() => editor.current?.step(1)}
            />
            <p role="status" className="min-w-28 text-sm">
              {state.left === 0
                ? 'No conflicts left'
                : `Conflict ${state.current + 1} of ${state.left}`}
            </p>
            <Button
              disabled={state.left === 0}
              className="max-w-56 min-w-0"
              onClick={() => editor.current?.choose('ours')}
            >
              <span className="truncate">Take {possessive(ours)}</span>
            </Button>
            <Button
              disabled={state.left === 0}
              className="max-w-56 min-w-0"
              onClick={() => editor.current?.choose('theirs')}
            >
              <span className="truncate">Take {possessive(theirs)}</span>
            </Button>
            <Button disabled={state.left === 0} onClick={() => editor.current?.choose('both')}>
              Take both
            </Button>
            <Button
              icon={PenLine}
              disabled={state.left === 0}
              onClick={() => editor.current?.editByHand()}
            >
              Edit by hand
            </Button>
          </>
        )}
        <span className="flex-1" />
        {file.base !== null && (
          <Button look="quiet" aria-pressed={baseShown} onClick={() => showBase(!baseShown)}>
            {baseShown ? 'Hide the base' : 'Show the base'}
          </Button>
        )}
        {editable && (
          <>
            <Button
              look="quiet"
              icon={RotateCcw}
              disabled={state.text === start}
              onClick={() => editor.current?.replace(start)}
            >
              Start over
            </Button>
            <Button
              look="primary"
              icon={Check}
              disabled={busy || accepting || state.left > 0}
              onClick={() => accept(false)}
            >
              {accepting ? 'Accepting…' : 'Accept'}
            </Button>
          </>
        )}
      </div>
      {trouble && (
        <SettleNotice
          problem={trouble}
          busy={busy || accepting}
          onGoTo={(line) => editor.current?.goTo(line)}
          onAnyway={() => accept(true)}
        />
      )}
      <div className="flex min-h-0 flex-1 gap-px border-line border-t bg-line">
        <Column place={places.ours} title={ours} {...whole('ours', editable, onSide)} />
        <div className={baseShown ? 'flex min-w-0 flex-1' : 'hidden'}>
          <Column place={places.base} title="Base" />
        </div>
        <Column place={places.result} title={editable ? 'Result' : 'Result, accepted'} />
        <Column place={places.theirs} title={theirs} {...whole('theirs', editable, onSide)} />
      </div>
    </>
  );
}

const KEYS = {
  F7: 'next',
  'Shift+F7': 'previous',
  'Alt+1': 'ours',
  'Alt+2': 'theirs',
  'Alt+3': 'both',
  'Mod+Enter': 'accept',
} as const;

function keyFor(chord: string): (typeof KEYS)[keyof typeof KEYS] | null {
  return Object.entries(KEYS).find(([keys]) => keys === chord)?.[1] ?? null;
}

function whole(
  side: 'ours' | 'theirs',
  editable: boolean,
  onSide: (side: 'ours' | 'theirs') => void,
): { onWhole?: () => void } {
  return editable ? { onWhole: () => onSide(side) } : {};
}

interface ColumnProps {
  readonly place: React.RefObject<HTMLDivElement | null>;
  readonly title: string;
  onWhole?(): void;
}

function Column({ place, title, onWhole }: ColumnProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <div className="flex min-h-7 items-center gap-2 px-2 text-sm">
        <span className="min-w-0 flex-1 truncate font-medium" dir="auto" title={title}>
          {title}
        </span>
        {onWhole && (
          <button
            type="button"
            className="rounded px-1.5 text-muted text-xs hover:bg-hover hover:text-ink"
            aria-label={`Keep the whole file of ${title}`}
            onClick={onWhole}
          >
            Keep the whole file
          </button>
        )}
      </div>
      <div ref={place} className="code-view min-h-0 flex-1 overflow-hidden" />
    </div>
  );
}

/** Saves the draft while it is edited, so that closing the dialog or the page loses nothing. */
function useDraft(target: ResolveTarget, id: string): DraftKeeper {
  const { api } = useLink();
  const [draft] = useState(() =>
    keepDraft((text) => act(() => api.resolve.draft({ ...target, id, text }))),
  );
  useEffect(() => {
    const flush = () => void draft.flush();
    window.addEventListener('pagehide', flush);
    window.addEventListener('beforeunload', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      window.removeEventListener('beforeunload', flush);
      flush();
    };
  }, [draft]);
  return draft;
}
