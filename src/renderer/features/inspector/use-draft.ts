import { type ChangeEvent, useEffect, useEffectEvent, useRef, useState } from 'react';

/** Quiet after typing before an edit is sent. */
const QUIET_MS = 150;

interface Draft {
  readonly value: string;
  onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void;
  onBlur(): void;
  /** As if it had been typed. */
  write(text: string): void;
}

interface DraftOptions {
  /** Sends what was typed; false when it was refused. */
  commit(text: string): Promise<boolean>;
  /** Send only when the field is left: for names, which must not change letter by letter. */
  onLeave?: boolean;
}

/** A text that a person types over a value that others change too. What is being typed wins until it has been sent. */
export function useDraft(value: string, { commit, onLeave }: DraftOptions): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = useEffectEvent(() => {
    clearTimeout(timer.current);
    const text = pending.current;
    pending.current = null;
    if (text === null || text === value) return;
    commit(text).then((done) => {
      if (!done && pending.current === null) setDraft(null);
    });
  });
  useEffect(() => {
    if (pending.current === null || pending.current === value) setDraft(null);
  }, [value]);
  useEffect(() => () => flush(), []);
  const write = (text: string) => {
    setDraft(text);
    pending.current = text;
    clearTimeout(timer.current);
    if (!onLeave) timer.current = setTimeout(() => flush(), QUIET_MS);
  };
  return {
    value: draft ?? value,
    onChange: (event) => write(event.target.value),
    onBlur: () => flush(),
    write,
  };
}
