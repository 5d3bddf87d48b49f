import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { SlashCommand } from '../../../shared/contract/session.ts';
import { useLink } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { completed, offered } from './completion.ts';
import { type DraftOptions, useDraft } from './use-draft.ts';

interface PromptFieldProps {
  readonly value: string;
  readonly frozen: boolean;
  commit: DraftOptions['commit'];
}

/** Field for an agent's prompt; completes a leading slash command from the project's commands and skills. */
export function PromptField({ value, frozen, commit }: PromptFieldProps) {
  const draft = useDraft(value, { label: 'Prompt', frozen, commit });
  const [commands, load] = useCommands();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, choose] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const found = caret === null ? [] : offered(draft.value, caret, commands);
  const current = found[Math.min(chosen, found.length - 1)];
  const take = (command: SlashCommand) => {
    const area = field.current;
    if (!area || caret === null) return;
    const text = completed(draft.value, caret, command);
    draft.write(text);
    setCaret(null);
    area.focus();
    const after = `/${command.name} `.length;
    requestAnimationFrame(() => area.setSelectionRange(after, after));
  };
  const keys = (event: KeyboardEvent) => {
    draft.onKeyDown(event);
    if (!current || event.nativeEvent.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) choose((Math.min(chosen, found.length - 1) + by + found.length) % found.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(current);
    else if (event.key === 'Escape') setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Field label="Prompt" hint={draft.problem} wrong={draft.problem !== null}>
      {(ids) => (
        <div className="relative">
          <textarea
            {...ids}
            ref={field}
            dir="auto"
            rows={5}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={found.length > 0}
            aria-controls={list}
            aria-activedescendant={current ? `${list}-${current.name}` : undefined}
            placeholder="Task for this agent, or a slash command"
            readOnly={frozen && draft.isWritten}
            value={draft.value}
            onFocus={() => {
              draft.onFocus();
              load();
            }}
            onChange={(event) => {
              draft.onChange(event);
              setCaret(event.target.selectionEnd);
              choose(0);
            }}
            onBlur={() => {
              draft.onBlur();
              setCaret(null);
            }}
            onKeyDown={keys}
            className={`${CONTROL} h-auto resize-y py-1`}
          />
          <div
            id={list}
            role="listbox"
            tabIndex={-1}
            aria-label="Commands of the project"
            hidden={found.length === 0}
            // Open the list over the field, below its first line: the pane often ends just below the field.
            className="absolute inset-x-1 top-8 z-20 max-h-56 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-[var(--shadow)]"
          >
            {found.map((command) => (
              <div
                key={`${command.kind} ${command.name}`}
                id={`${list}-${command.name}`}
                role="option"
                tabIndex={-1}
                aria-selected={command === current}
                // Prevent the default, so that the field keeps the focus.
                onMouseDown={(event) => {
                  event.preventDefault();
                  take(command);
                }}
                className="flex h-7 items-center gap-2 rounded px-2 aria-selected:bg-hover"
              >
                <span className="shrink-0 font-medium">/{command.name}</span>
                <span className="min-w-0 flex-1 truncate text-muted text-sm" dir="auto">
                  {command.description}
                </span>
                <span className="text-muted text-xs">{command.kind}</span>
              </div>
            ))}
          </div>
        </div>
      )}
    </Field>
  );
}

const NONE: readonly SlashCommand[] = [];

/** The project's commands and skills, and a function that starts loading them. */
function useCommands(): readonly [readonly SlashCommand[], () => void] {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id ?? null);
  const [commands, setCommands] = useState(NONE);
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    if (wanted === 0 || project === null) return;
    const stop = new AbortController();
    api.session
      .commands({ project }, { signal: stop.signal })
      .then((read) => setCommands(read.commands))
      // Ignore a failure: completion is optional.
      .catch(() => undefined);
    return () => stop.abort();
  }, [api, project, wanted]);
  return [commands, () => setWanted((count) => count + 1)];
}
