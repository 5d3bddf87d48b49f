import { useEffect } from 'react';
import type { ReviewComment, ReviewedFile } from '../../../shared/contract/review.ts';
import type { ReviewTarget } from '../../page/sheets.ts';
import { DiffPanel } from '../../ui/code/DiffPanel.tsx';
import type { Diff } from '../../ui/code/diff-view.ts';
import { ContractChanges } from './ContractChanges.tsx';
import { commentGutter, markLines } from './comment-gutter.ts';
import type { CommentLine } from './comment-line.ts';
import { noTextWords } from './review-words.ts';
import { useReviewedFile, type Versions } from './use-reviewed-file.ts';

interface FileDiffProps {
  readonly target: ReviewTarget;
  readonly file: ReviewedFile;
  readonly mode: 'side' | 'inline';
  readonly labels: { readonly before: string; readonly after: string };
  readonly comments: readonly ReviewComment[];
  /** Set to the diff editors while they are mounted. */
  readonly diff: { current: Diff | null };
  onComment(spot: CommentLine): void;
}

/** The diff of one file, or a sentence that says why there is none to show. */
export function FileDiff(props: FileDiffProps) {
  const { target, file } = props;
  const { versions, problem } = useReviewedFile(target, file);
  if (problem) return <p className="p-3 text-danger">{problem}</p>;
  if (!versions) return <p className="p-3 text-muted">Reading {file.path}…</p>;
  const words = noTextWords(file, versions);
  if (words) return <p className="p-3 text-muted">{words}</p>;
  return <Texts {...props} versions={versions} />;
}

function Texts(props: FileDiffProps & { readonly versions: Versions }) {
  const { file, mode, labels, comments, diff, onComment, versions } = props;
  const lines = (side: CommentLine['side']) =>
    comments.filter((one) => one.side === side).map((one) => one.line);
  const before = lines('before').join(' ');
  const after = lines('after').join(' ');
  useEffect(() => {
    const shown = diff.current?.views;
    if (shown?.before) markLines(shown.before, numbers(before));
    if (shown) markLines(shown.after, numbers(after));
  }, [diff, before, after]);
  const { changes } = versions;
  return (
    <>
      {changes && changes.length > 0 && <ContractChanges changes={changes} />}
      <DiffPanel
        key={`${file.key} ${file.path} ${mode}`}
        path={file.path}
        mode={mode}
        before={{
          label: `${file.from ?? file.path}, ${labels.before}`,
          text: versions.before ?? '',
        }}
        after={{ label: `${file.path}, ${labels.after}`, text: versions.after ?? '' }}
        extras={(side) =>
          commentGutter(numbers(side === 'before' ? before : after), (line) =>
            onComment({ path: file.path, side, line }),
          )
        }
        onDiff={(shown) => {
          diff.current = shown;
        }}
      />
    </>
  );
}

function numbers(words: string): readonly number[] {
  return words === '' ? [] : words.split(' ').map(Number);
}
