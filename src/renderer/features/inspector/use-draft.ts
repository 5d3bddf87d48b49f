import {
  type ChangeEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { toast } from 'sonner';
import { copyText } from '../../page/copy.ts';
import type { Unwritten } from '../../page/edit.ts';
import { chordOf } from '../../page/keys.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { KnownTexts, saysTheSame } from './known-texts.ts';
import { TextHistory } from './text-history.ts';

/** Characters of a text that a toast repeats. */
const SHOWN = 200;
/** Quiet after typing before an edit is sent. */
const QUIET_MS = 150;
/** Milliseconds after which a text that could not be written is sent again. */
const AGAIN_MS = 2000;

interface Draft {
  readonly value: string;
  /** Why what stands here was not written; null while all is. */
  readonly problem: string | null;
  /** Nothing was typed that the plan does not hold. */
  readonly isWritten: boolean;
  onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void;
  onFocus(): void;
  onBlur(): void;
  /** Undo and redo of this field alone: the browser's own would go on into the field that was left before. */
  onKeyDown(event: KeyboardEvent): void;
  /** As if it had been typed. */
  write(text: string): void;
}

export interface DraftOptions {
  /** What the field is called where it is told of. */
  readonly label: string;
  /** The plan cannot be written now: what is typed waits until it can. */
  readonly frozen: boolean;
  /**
   * Sends what was typed; null once it is written. What is typed between entering and leaving the field has the same
   * mark: it is one step of undo.
   */
  commit(text: string, typing: string): Promise<Unwritten | null>;
  /** Send only when the field is left, or at Enter: for names, which must not change letter by letter. */
  onLeave?: boolean;
}

const WAITS: Unwritten = { why: 'Not written yet: the plan file cannot be read now.', later: true };

/**
 * A text that a person types over a value that others change too. What is being typed wins until it has been sent; what
 * was refused stays, with the reason, until it is written or given up.
 */
export function useDraft(value: string, { label, frozen, commit, onLeave }: DraftOptions): Draft {
  const revision = useWorkspace((state) => state.plan?.revision);
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<Unwritten | null>(null);
  const pending = useRef<string | null>(null);
  const sent = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typing = useRef('');
  const mounted = useRef(true);
  const history = useRef(new TextHistory(value));
  const known = useRef(new KnownTexts(value));
  const notice = useId();
  const flush = useEffectEvent(() => {
    clearTimeout(timer.current);
    const text = pending.current;
    if (text === null) return;
    if (frozen) {
      setRefused(WAITS);
      if (!mounted.current) sayLost(label, { text, why: WAITS.why });
      return;
    }
    pending.current = null;
    if (text === value) {
      setRefused(null);
      return;
    }
    known.current.sent(text);
    sent.current = text;
    const others = known.current.takeForeign();
    commit(text, typing.current).then((why) => {
      if (why && !mounted.current) sayLost(label, { text, why: why.why });
      // Typed on meanwhile: that is sent, and answered, by itself.
      if (pending.current !== null) return;
      if (why?.later) {
        pending.current = text;
        // A file that is away for a moment comes back as it was, and nothing tells of that.
        timer.current = setTimeout(() => flush(), AGAIN_MS);
      }
      setRefused(why);
      if (!why && others !== null) sayWrittenOver(label, { others, notice, commit });
    });
  });
  const take = useEffectEvent((now: string) => {
    known.current.shown(now, pending.current !== null);
    if (refused === null && (pending.current === null || pending.current === now)) setDraft(null);
    // Written over in turn: what was typed here does not stand any more.
    if (sent.current !== null && !saysTheSame(sent.current, now)) toast.dismiss(notice);
    // Somebody else wrote it: texts from before would take their words back.
    if (!saysTheSame(history.current.now, now)) history.current = new TextHistory(now);
  });
  useEffect(() => take(value), [value]);
  const tryAgain = useEffectEvent(() => {
    if (refused?.later) flush();
  });
  useEffect(() => {
    if (revision !== undefined && !frozen) tryAgain();
  }, [revision, frozen]);
  useEffect(() => {
    mounted.current = true;
    // A page that is reloaded or closed takes nothing down by itself.
    const leave = () => flush();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      mounted.current = false;
      flush();
    };
  }, []);
  const show = (text: string) => {
    setDraft(text);
    setRefused(null);
    pending.current = text;
    clearTimeout(timer.current);
    if (!onLeave) timer.current = setTimeout(() => flush(), QUIET_MS);
  };
  const write = (text: string) => {
    history.current.typed(text, performance.now());
    show(text);
  };
  const giveUp = () => {
    clearTimeout(timer.current);
    pending.current = null;
    setRefused(null);
    setDraft(null);
  };
  return {
    value: draft ?? value,
    problem: refused?.why ?? null,
    isWritten: draft === null,
    onChange: (event) => write(event.target.value),
    onFocus() {
      typing.current = crypto.randomUUID();
      known.current = new KnownTexts(value);
      history.current = new TextHistory(draft ?? value);
    },
    onBlur: () => flush(),
    onKeyDown(event) {
      if (event.nativeEvent.isComposing) return;
      const chord = chordOf(event);
      const way = WAYS[chord];
      if (onLeave && chord === 'Enter') flush();
      else if (refused && chord === 'Escape') giveUp();
      else if (way) {
        const text = way === 'undo' ? history.current.undo() : history.current.redo();
        if (text !== null) show(text);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    write,
  };
}

/** Whoever types wins, and is told what that has cost. */
function sayWrittenOver(
  label: string,
  given: {
    readonly others: string;
    readonly notice: string;
    readonly commit: DraftOptions['commit'];
  },
): void {
  const { others, notice, commit } = given;
  toast.warning(`${label} was changed elsewhere while you typed; what you typed stands.`, {
    id: notice,
    description: others === '' ? 'It had been emptied.' : `It had become: ${shortened(others)}`,
    duration: Number.POSITIVE_INFINITY,
    action: {
      label: 'Take that instead',
      onClick: () => void commit(others, crypto.randomUUID()),
    },
  });
}

/** The field is gone, and what was typed in it is nowhere. */
function sayLost(label: string, { text, why }: { readonly text: string; readonly why: string }) {
  toast.error(`${label} was not written. ${why}`, {
    description: `You typed: ${shortened(text)}`,
    duration: Number.POSITIVE_INFINITY,
    action: { label: 'Copy', onClick: () => void copyText(text, `${label} is copied.`) },
  });
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

const WAYS: Readonly<Record<string, 'undo' | 'redo'>> = {
  'Mod+Z': 'undo',
  'Mod+Shift+Z': 'redo',
  'Mod+Y': 'redo',
};
