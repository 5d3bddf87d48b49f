import {
  type ChangeEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { chordOf } from '../../app/keys.ts';
import { TextHistory } from './text-history.ts';

/** Quiet after typing before an edit is sent. */
const QUIET_MS = 150;

interface Draft {
  readonly value: string;
  onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void;
  onFocus(): void;
  onBlur(): void;
  /** Undo and redo of this field alone: the browser's own would go on into the field that was left before. */
  onKeyDown(event: KeyboardEvent): void;
  /** As if it had been typed. */
  write(text: string): void;
}

interface DraftOptions {
  /**
   * Sends what was typed; false when it was refused. What is typed between entering and leaving the field has the same
   * mark: it is one step of undo.
   */
  commit(text: string, typing: string): Promise<boolean>;
  /** Send only when the field is left: for names, which must not change letter by letter. */
  onLeave?: boolean;
}

/** A text that a person types over a value that others change too. What is being typed wins until it has been sent. */
export function useDraft(value: string, { commit, onLeave }: DraftOptions): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typing = useRef('');
  const history = useRef(new TextHistory(value));
  const flush = useEffectEvent(() => {
    clearTimeout(timer.current);
    const text = pending.current;
    pending.current = null;
    if (text === null || text === value) return;
    commit(text, typing.current).then((done) => {
      if (!done && pending.current === null) setDraft(null);
    });
  });
  useEffect(() => {
    if (pending.current === null || pending.current === value) setDraft(null);
    // Somebody else wrote it: texts from before would take their words back.
    if (!saysTheSame(history.current.now, value)) history.current = new TextHistory(value);
  }, [value]);
  useEffect(() => () => flush(), []);
  const show = (text: string) => {
    setDraft(text);
    pending.current = text;
    clearTimeout(timer.current);
    if (!onLeave) timer.current = setTimeout(() => flush(), QUIET_MS);
  };
  const write = (text: string) => {
    history.current.typed(text, performance.now());
    show(text);
  };
  return {
    value: draft ?? value,
    onChange: (event) => write(event.target.value),
    onFocus() {
      typing.current = crypto.randomUUID();
      history.current = new TextHistory(draft ?? value);
    },
    onBlur: () => flush(),
    onKeyDown(event) {
      const way = WAYS[chordOf(event)];
      if (!way || event.nativeEvent.isComposing) return;
      event.preventDefault();
      const text = way === 'undo' ? history.current.undo() : history.current.redo();
      if (text !== null) show(text);
    },
    write,
  };
}

/** What was typed and what the plan made of it differ in blanks alone. */
function saysTheSame(typed: string, value: string): boolean {
  return typed.replace(/\s+/g, '') === value.replace(/\s+/g, '');
}

const WAYS: Readonly<Record<string, 'undo' | 'redo'>> = {
  'Mod+Z': 'undo',
  'Mod+Shift+Z': 'redo',
  'Mod+Y': 'redo',
};
