import { ScrollText } from 'lucide-react';
import { useLink, useStream } from '../../link/index.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** The journal of the run, newest entry first. */
export function JournalPane() {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id ?? null);
  const run = useWorkspace((state) => state.run);
  const feature = run?.feature ?? null;
  const { value } = useStream(project && feature ? `${project}:${feature}` : null, (signal) =>
    api.run.journal({ project: project ?? '', feature: feature ?? '' }, { signal }),
  );
  const lines = value ?? [];
  if (lines.length === 0) {
    return (
      <EmptyState icon={ScrollText} title="No entries yet">
        Starts, merges, overrides and undos are recorded here, with their reasons.
      </EmptyState>
    );
  }
  return (
    <ol className="p-2">
      {lines.map((line) => (
        <li
          key={`${line.at}:${line.kind}:${line.subject}:${line.text}`}
          className="flex min-h-7 items-baseline gap-3 border-line border-b px-1 py-1"
        >
          <time className="shrink-0 text-muted text-xs" dateTime={new Date(line.at).toISOString()}>
            {clock.format(line.at)}
          </time>
          <span className="w-28 shrink-0 truncate font-medium">
            {line.subject && titleOf(run, line.subject)}
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">{line.text}</span>
        </li>
      ))}
    </ol>
  );
}
