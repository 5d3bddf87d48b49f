import { Folder, FolderGit2 } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { useFolders } from './use-folders.ts';

interface FolderFieldProps {
  readonly value: string;
  /** Whether matching folders are listed; the field requests this itself while the person types. */
  readonly listing: boolean;
  readonly input: RefObject<HTMLInputElement | null>;
  change(path: string): void;
  list(on: boolean): void;
}

/** A path field with a list of matching folders below it, repositories first. */
export function FolderField({ value, listing, input, change, list }: FolderFieldProps) {
  const id = useId();
  const choices = useFolders(listing ? value : null);
  const [marked, setMarked] = useState(-1);
  const options = useRef<HTMLDivElement>(null);
  const open = listing && choices.length > 0;
  const at = Math.min(marked, choices.length - 1);
  useEffect(() => {
    options.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const take = (index: number) => {
    const chosen = choices[index];
    if (!chosen) return;
    // Choosing a repository closes the list; choosing another folder lists its content.
    change(chosen.repository ? chosen.path : `${chosen.path}/`);
    setMarked(-1);
    if (chosen.repository) list(false);
    input.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return list(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setMarked((at + step + choices.length + (at < 0 && step < 0 ? 1 : 0)) % choices.length);
    } else if (open && event.key === 'Escape') {
      event.preventDefault();
      list(false);
    } else if (open && at >= 0 && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(at);
    }
  };
  return (
    <div className="relative min-w-0 flex-1">
      <Field label="Repository">
        {(ids) => (
          <input
            {...ids}
            ref={input}
            role="combobox"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
            className={CONTROL}
            placeholder="~/path/to/repository"
            spellCheck={false}
            autoComplete="off"
            value={value}
            onChange={(event) => {
              setMarked(-1);
              change(event.target.value);
              list(event.target.value !== '');
            }}
            onKeyDown={pressed}
            onBlur={() => list(false)}
          />
        )}
      </Field>
      <div
        ref={options}
        id={`${id}-list`}
        role="listbox"
        tabIndex={-1}
        aria-label="Folders"
        hidden={!open}
        className="absolute inset-x-0 top-full z-10 mt-1 max-h-64 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-[var(--shadow)]"
      >
        {choices.map(({ name, path, repository }, index) => (
          <div
            key={path}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes(
              'flex h-7 items-center gap-2 rounded px-2',
              index === at && 'bg-hover',
            )}
            // Prevent the default, so that the field keeps the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              take(index);
            }}
            onPointerMove={() => setMarked(index)}
          >
            {repository ? (
              <FolderGit2 size={14} aria-hidden className="shrink-0 text-accent" />
            ) : (
              <Folder size={14} aria-hidden className="shrink-0 text-muted" />
            )}
            <span className="truncate">{name}</span>
            {repository && <span className="text-muted text-xs">repository</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
