import {
  type ChangeEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { toast } from 'sonner';
import { chordOf } from '../../page/keys.ts';
import { KnownTexts, saysTheSame } from './known-texts.ts';
import { TextHistory } from './text-history.ts';

/** Characters of a text that a toast repeats. */
const SHOWN = 200;
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
  /** What the field is called where it is told of. */
  readonly label: string;
  /**
   * Sends what was typed; false when it was refused. What is typed between entering and leaving the field has the same
   * mark: it is one step of undo.
   */
  commit(text: string, typing: string): Promise<boolean>;
  /** Send only when the field is left: for names, which must not change letter by letter. */
  onLeave?: boolean;
}

/** A text that a person types over a value that others change too. What is being typed wins until it has been sent. */
export function useDraft(value: string, { label, commit, onLeave }: DraftOptions): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typing = useRef('');
  const history = useRef(new TextHistory(value));
  const known = useRef(new KnownTexts(value));
  const flush = useEffectEvent(() => {
    clearTimeout(timer.current);
    const text = pending.current;
    pending.current = null;
    if (text === null || text === value) return;
    known.current.sent(text);
    const others = known.current.takeForeign();
    commit(text, typing.current).then((done) => {
      if (!done && pending.current === null) setDraft(null);
      if (done && others !== null) sayWrittenOver(label, others, commit);
    });
  });
  useEffect(() => {
    known.current.shown(value, pending.current !== null);
    if (pending.current === null || pending.current === value) setDraft(null);
    // Somebody else wrote it: texts from before would take their words back.
    if (!saysTheSame(history.current.now, value)) history.current = new TextHistory(value);
  }, [value]);
  useEffect(() => {
    // A page that is reloaded or closed takes nothing down by itself.
    const leave = () => flush();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      flush();
    };
  }, []);
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
      known.current = new KnownTexts(value);
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

/** Whoever types wins, and is told what that has cost. */
function sayWrittenOver(label: string, others: string, commit: DraftOptions['commit']): void {
  const said = others.length > SHOWN ? `${others.slice(0, SHOWN)}…` : others;
  toast.warning(`${label} was changed elsewhere while you typed; what you typed stands.`, {
    description: said === '' ? 'It had been emptied.' : `It had become: ${said}`,
    duration: Number.POSITIVE_INFINITY,
    action: {
      label: 'Take that instead',
      onClick: () => void commit(others, crypto.randomUUID()),
    },
  });
}

const WAYS: Readonly<Record<string, 'undo' | 'redo'>> = {
  'Mod+Z': 'undo',
  'Mod+Shift+Z': 'redo',
  'Mod+Y': 'redo',
};
