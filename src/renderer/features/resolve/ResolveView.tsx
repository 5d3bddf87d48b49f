import { useRef, useState } from 'react';
import type { ConflictList } from '../../../shared/contract/resolve.ts';
import { useLink, useStream } from '../../link/index.ts';
import type { ResolveTarget } from '../../page/sheets.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { Notice } from '../../ui/Notice.tsx';
import { ConflictFiles } from './ConflictFiles.tsx';
import { ConflictPanel } from './ConflictPanel.tsx';
import { ResolveFooter } from './ResolveFooter.tsx';

/** The conflicts of a sync point as a list, and the editor for the chosen one. */
export function ResolveView({ target }: { target: ResolveTarget }) {
  const { api } = useLink();
  const { project, feature, sync } = target;
  const { value, trouble } = useStream(`${project}:${feature}:${sync}`, (signal) =>
    api.resolve.watch(target, { signal }),
  );
  // A new object per choice, so that choosing the same file again counts as a new choice.
  const [picked, pick] = useState<{ readonly id: string } | null>(null);
  const files = useRef<HTMLDivElement>(null);
  // Show the answer to a decision immediately; the stream delivers the same list later.
  const [answered, setAnswered] = useState<{ after: ConflictList | null; list: ConflictList }>();
  const list = answered && answered.after === value ? answered.list : value;
  if (!list) {
    const words = trouble && describeTrouble(trouble);
    if (!words) return <p className="p-4 text-muted">Loading the conflicts…</p>;
    return (
      <div className="p-4">
        <Notice live tone="bad" title={words.title}>
          {words.detail}
        </Notice>
      </div>
    );
  }
  const { conflicts } = list;
  const shown =
    conflicts.find((one) => one.id === picked?.id) ??
    conflicts.find((one) => one.state === 'open') ??
    conflicts[0];
  const settled = (id: string, next: ConflictList) => {
    setAnswered({ after: value, list: next });
    // Go on to the next open conflict in list order. If the person has chosen another one since sending the decision,
    // keep it: the stream can report the conflict as resolved before the answer arrives.
    const at = next.conflicts.findIndex((one) => one.id === id);
    const onwards = [...next.conflicts.slice(at + 1), ...next.conflicts.slice(0, at + 1)];
    const following = onwards.find((one) => one.state === 'open')?.id ?? id;
    pick((now) => (now === picked ? { id: following } : now));
    // The focused button no longer exists, so focus the next file in the list.
    requestAnimationFrame(() => {
      const list = files.current;
      if (document.activeElement?.closest('.code-view')) return;
      list?.querySelector<HTMLElement>('[aria-current=true]')?.focus();
    });
  };
  return (
    <>
      <div ref={files} className="flex min-h-0 flex-1">
        <ConflictFiles
          conflicts={conflicts}
          proposed={list.session?.proposed ?? []}
          shown={shown?.id ?? null}
          onPick={(id) => pick({ id })}
        />
        <main className="flex min-w-0 flex-1 flex-col">
          {shown ? (
            <ConflictPanel
              key={shown.id}
              target={target}
              conflict={shown}
              proposed={list.session?.proposed.includes(shown.id) ?? false}
              onSettled={(next) => settled(shown.id, next)}
              onReopened={(next) => setAnswered({ after: value, list: next })}
            />
          ) : (
            <p className="p-4 text-muted">No conflicts.</p>
          )}
        </main>
      </div>
      <ResolveFooter target={target} list={list} />
    </>
  );
}
