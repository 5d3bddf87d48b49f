import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ReviewedFile } from '../../../shared/contract/review.ts';
import { rowsOf } from './tree.ts';

interface FileTreeProps {
  readonly files: readonly ReviewedFile[];
  readonly shown: string | null;
  /** Number of comments, by path. */
  readonly comments: ReadonlyMap<string, number>;
  onPick(path: string): void;
}

const INDENT = 12;

/** The changed files by folder, with line counts and viewed marks. */
export function FileTree({ files, shown, comments, onPick }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (path: string) =>
    setClosed((last) => {
      const next = new Set(last);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto p-1">
      {rowsOf(files, closed).map((row) => {
        const style = { paddingLeft: 6 + row.depth * INDENT };
        if (row.kind === 'folder') {
          const Chevron = row.open ? ChevronDown : ChevronRight;
          return (
            <li key={`${row.path}/`}>
              <button
                type="button"
                aria-expanded={row.open}
                style={style}
                onClick={() => toggle(row.path)}
                className="flex min-h-6 w-full items-center gap-1 rounded pr-1.5 text-left text-muted text-sm hover:bg-hover"
              >
                <Chevron size={12} aria-hidden className="shrink-0" />
                <span className="min-w-0 flex-1 truncate" title={row.path}>
                  {row.name}
                </span>
                <span className="shrink-0 text-xs">
                  {row.viewed}/{row.files}
                  <span className="sr-only"> viewed</span>
                </span>
              </button>
            </li>
          );
        }
        const { file } = row;
        return (
          <li key={file.path}>
            <button
              type="button"
              aria-current={file.path === shown}
              style={style}
              title={file.from ? `${file.from} → ${file.path}` : file.path}
              onClick={() => onPick(file.path)}
              data-path={file.path}
              className="flex min-h-6 w-full items-center gap-1.5 rounded pr-1.5 text-left text-sm hover:bg-hover aria-[current=true]:bg-accent-soft"
            >
              {/* Cut at its start: the end tells one file from another. */}
              <span
                dir="rtl"
                className={`min-w-0 flex-1 truncate text-left ${file.viewed ? 'text-muted' : ''}`}
              >
                <bdi dir="ltr">{row.name}</bdi>
              </span>
              {file.viewed && <span className="sr-only">viewed</span>}
              {(comments.get(file.path) ?? 0) > 0 && (
                <span className="shrink-0 text-accent text-xs">
                  {comments.get(file.path)}
                  <span className="sr-only"> comments</span>
                </span>
              )}
              <FileKind file={file} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const KINDS = {
  added: 'new',
  deleted: 'gone',
  renamed: 'moved',
  mode: 'mode',
  changed: '',
} as const;

function FileKind({ file }: { file: ReviewedFile }) {
  return (
    <span className="flex shrink-0 gap-1 text-xs">
      {KINDS[file.kind] && <span className="text-muted">{KINDS[file.kind]}</span>}
      {file.binary ? (
        <span className="text-muted">binary</span>
      ) : (
        <>
          {file.insertions > 0 && <span className="text-finished">+{file.insertions}</span>}
          {file.deletions > 0 && <span className="text-failed">−{file.deletions}</span>}
        </>
      )}
    </span>
  );
}
