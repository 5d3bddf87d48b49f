import { useEffect, useState } from 'react';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { classes } from '../../ui/classes.ts';
import { ContractDetails } from './ContractDetails.tsx';
import type { MergeOrder } from './merge-order.ts';
import { SideBySide, type Sides } from './SideBySide.tsx';

const GROUPS = [
  { outcome: 'conflict', title: 'Conflicts' },
  { outcome: 'structure', title: 'Merged by structure' },
  { outcome: 'clean', title: 'Clean' },
] as const;

interface FileListProps {
  readonly order: MergeOrder;
  readonly files: readonly MergedFile[];
  /** Changes whenever the merge was computed again. */
  readonly version: string;
  /** The files have landed: the view compares the states before and after the landing. */
  readonly landed?: boolean;
}

/** The files of a merge, grouped by outcome, and the chosen file before and after the merge. */
export function FileList({ order, files, version, landed = false }: FileListProps) {
  const run = useWorkspace((state) => state.run);
  const [picked, setPicked] = useState<string | null>(null);
  const path = files.some((file) => file.path === picked)
    ? picked
    : (files.find(({ outcome }) => outcome !== 'clean')?.path ?? null);
  const contract = files.find((file) => file.path === path)?.contract;
  if (files.length === 0) return <p className="text-muted text-sm">No file changes.</p>;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-col gap-2">
        {GROUPS.map(({ outcome, title }) => {
          const group = files.filter((file) => file.outcome === outcome);
          if (group.length === 0) return null;
          return (
            <section key={outcome} aria-label={title}>
              <h3
                className={classes(
                  'font-medium text-sm',
                  outcome === 'conflict' ? 'text-failed' : 'text-muted',
                )}
              >
                {title} ({group.length})
              </h3>
              <ul>
                {group.map((file) => (
                  <li key={file.path}>
                    <button
                      type="button"
                      aria-pressed={file.path === path}
                      onClick={() => setPicked(file.path)}
                      className="flex min-h-6 w-full items-center gap-2 rounded px-1.5 text-left hover:bg-hover aria-pressed:bg-accent-soft"
                    >
                      <code className="min-w-0 flex-1 truncate text-xs">{file.path}</code>
                      <span className="text-muted text-xs">{file.kind}</span>
                      {file.agents.length > 0 && (
                        <span className="text-muted text-xs">
                          {file.agents.map((agent) => titleOf(run, agent)).join(', ')}
                        </span>
                      )}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      {contract && <ContractDetails contract={contract} />}
      {path && <ChosenFile key={`${version}:${path}`} order={order} path={path} landed={landed} />}
    </div>
  );
}

interface ChosenFileProps {
  readonly order: MergeOrder;
  readonly path: string;
  readonly landed: boolean;
}

function ChosenFile({ order, path, landed }: ChosenFileProps) {
  const { api } = useLink();
  const { project, feature, sync } = order;
  const [sides, setSides] = useState<Sides | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    api.sync
      .file({ project, feature, sync, path, landed }, { signal: stop.signal })
      .then(setSides)
      .catch((thrown) => {
        const words = describeTrouble(troubleOf(thrown, stop.signal));
        if (words) setProblem(words.title);
      });
    return () => stop.abort();
  }, [api, project, feature, sync, path, landed]);
  if (problem) return <p className="text-danger text-sm">{problem}</p>;
  if (!sides) return <p className="text-muted text-sm">Reading {path}…</p>;
  return <SideBySide path={path} sides={sides} />;
}
