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

/** Maximum length of a text quoted in a toast, in characters. */
const SHOWN = 200;
/** Milliseconds without typing after which an edit is sent. */
const QUIET_MS = 150;
/** Milliseconds after which an edit that could not be saved is sent again. */
const AGAIN_MS = 2000;

interface Draft {
  readonly value: string;
  /** Why the field's text was not saved; null when it was. */
  readonly problem: string | null;
  /** Whether the plan holds everything that was typed. */
  readonly isWritten: boolean;
  onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void;
  onFocus(): void;
  onBlur(): void;
  /** Undo and redo of this field alone; the browser's undo would continue into the previously edited field. */
  onKeyDown(event: KeyboardEvent): void;
  /** Sets the text as if the person had typed it. */
  write(text: string): void;
}

export interface DraftOptions {
  /** Name of the field in messages. */
  readonly label: string;
  /** The plan cannot be written now; typed text is kept and sent later. */
  readonly frozen: boolean;
  /**
   * Sends the typed text; resolves to null once it is saved. All edits between focusing and leaving the field have the
   * same `typing` id, which makes them one undo step.
   */
  commit(text: string, typing: string): Promise<Unwritten | null>;
  /** Send only when the field is left or on Enter: for names, which must not change with every letter. */
  onLeave?: boolean;
}

const WAITS: Unwritten = { why: 'Not saved yet: the plan file cannot be read now.', later: true };

/**
 * State of a text field whose value others may change too. Text being typed takes precedence until it is sent; text
 * that was refused stays, with the reason, until it is saved or discarded.
 */
export function useDraft(value: string, { label, frozen, commit, onLeave }: DraftOptions): Draft {
  const revision = useWorkspace((state) => state.plan?.revision);
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<Unwritten | null>(null);
  const pending = useRef<string | null>(null);
  const sent = useRef<string | null>(null);
  const inFlight = useRef(0);
  /** The value that arrived while an edit was in flight; whose it is, is known when the edit is answered. */
  const arrived = useRef<string | null>(null);
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
    inFlight.current += 1;
    commit(text, typing.current).then((why) => {
      inFlight.current -= 1;
      const shown = inFlight.current === 0 ? arrived.current : null;
      if (shown !== null) {
        arrived.current = null;
        known.current.shown(shown, why !== null || pending.current !== null);
      }
      if (why && !mounted.current) sayLost(label, { text, why: why.why });
      // The person typed on meanwhile: the new text is sent, and its result shown, separately.
      if (pending.current !== null) return;
      if (why?.later) {
        pending.current = text;
        // Retry on a timer: when a file disappears for a moment and returns unchanged, no event reports it.
        timer.current = setTimeout(() => flush(), shown === null ? AGAIN_MS : 0);
      }
      setRefused(why);
      if (!why && shown !== null) setDraft(null);
      if (!why && others !== null) sayWrittenOver(label, { others, notice, commit });
    });
  });
  const take = useEffectEvent((now: string) => {
    if (inFlight.current > 0) arrived.current = now;
    else known.current.shown(now, pending.current !== null);
    const typed = inFlight.current > 0 ? (pending.current ?? sent.current) : pending.current;
    if (refused === null && (typed === null || typed === now)) setDraft(null);
    // Somebody replaced the text that the notice is about, so the notice no longer applies.
    if (sent.current !== null && !saysTheSame(sent.current, now)) toast.dismiss(notice);
    // Start a new history after somebody else's change, or undo would revert their text.
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
    // Reloading or closing the page does not unmount components, so send pending text here.
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

/** Tells the person that their text replaced somebody else's, which can be restored. */
function sayWrittenOver(
  label: string,
  given: {
    readonly others: string;
    readonly notice: string;
    readonly commit: DraftOptions['commit'];
  },
): void {
  const { others, notice, commit } = given;
  toast.warning(`${label} was changed elsewhere while you typed. Your text was kept.`, {
    id: notice,
    description:
      others === '' ? 'The other change emptied it.' : `The other text: ${shortened(others)}`,
    duration: Number.POSITIVE_INFINITY,
    action: {
      label: 'Use the other text',
      onClick: () => void commit(others, crypto.randomUUID()),
    },
  });
}

/** Shows text that could not be saved after its field was unmounted, so that the person can copy it. */
function sayLost(label: string, { text, why }: { readonly text: string; readonly why: string }) {
  toast.error(`${label} was not saved. ${why}`, {
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
