import { Columns2, FoldVertical } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { toast } from 'sonner';
import { commentsPrompt } from '../../../shared/comments-prompt.ts';
import type { ReviewComment } from '../../../shared/contract/review.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useAskable } from '../../page/askable.ts';
import { copyText } from '../../page/copy.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';
import { askedWords } from '../../page/prompts.ts';
import { closeSheet, type ReviewTarget } from '../../page/sheets.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import type { Diff } from '../../ui/code/diff-view.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Comments, Composer } from './Comments.tsx';
import { type CommentLine, goTo, lineAtCaret, quoteOf } from './comment-line.ts';
import { FileDiff } from './FileDiff.tsx';
import { FileTree } from './FileTree.tsx';
import { viewedWords } from './review-words.ts';
import { inOrder, nextUnviewed, stepFrom } from './tree.ts';
import { useReview } from './use-review.ts';

/** Sheet to review work file by file; comments on lines become a prompt. */
export function ReviewSheet({ target }: { target: ReviewTarget }) {
  const { api } = useLink();
  const run = useWorkspace((state) => state.run);
  const isAskable = useAskable();
  const mode = useLayout((state) => state.layout?.review ?? 'side');
  const { review, problem, change } = useReview(target);
  const [picked, pick] = useState<string | null>(null);
  const [spot, setSpot] = useState<CommentLine | null>(null);
  const [busy, setBusy] = useState(false);
  const diff = useRef<Diff | null>(null);
  const { subject } = target;
  const about = titleOf(run, subject.kind === 'agent' ? subject.agent : subject.sync);
  const files = review ? inOrder(review.files) : [];
  const comments = review?.comments ?? [];
  const shown = files.find((file) => file.path === picked) ?? files[0] ?? null;
  const counts = new Map<string, number>();
  for (const { path } of comments) counts.set(path, (counts.get(path) ?? 0) + 1);
  const agents =
    subject.kind === 'agent'
      ? [subject.agent]
      : [...(run?.syncs.find((one) => one.name === subject.sync)?.merges ?? []), ORCHESTRATOR];

  const show = (path: string | undefined) => {
    if (path === undefined) return;
    pick(path);
    setSpot(null);
    document
      .querySelector(`[data-path="${CSS.escape(path)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  };
  const view = async (viewed: boolean) => {
    if (!shown) return false;
    const { key } = shown;
    const done = await act(() => api.review.viewed({ project: target.project, key, viewed }));
    if (done) {
      change((last) => ({
        ...last,
        files: last.files.map((file) => (file.key === key ? { ...file, viewed } : file)),
      }));
    }
    return done !== null;
  };
  const keep = (next: ReviewComment[] | null) => {
    if (next) change((last) => ({ ...last, comments: next }));
    return next !== null;
  };
  const keys = (event: KeyboardEvent) => {
    const { target: at } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (at instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(at.tagName)) return;
    const does: Partial<Record<string, () => void>> = {
      j: () => show(stepFrom(files, shown?.path ?? null, 1)?.path),
      k: () => show(stepFrom(files, shown?.path ?? null, -1)?.path),
      v: () => {
        const next = nextUnviewed(files, shown?.path ?? null);
        view(true).then((done) => done && show(next?.path));
      },
      c: () => shown && diff.current && setSpot(lineAtCaret(diff.current, shown.path)),
    };
    const doIt = does[event.key.toLowerCase()];
    if (!doIt) return;
    event.preventDefault();
    doIt();
  };
  const send = async (agent: string) => {
    setBusy(true);
    const sent = await act(() => api.review.send({ ...target, agent }));
    setBusy(false);
    if (!sent) return;
    change((last) => ({ ...last, comments: [] }));
    toast.success(askedWords(sent.state, titleOf(run, agent)));
  };
  const here = comments.filter((one) => one.path === shown?.path);

  return (
    <Sheet
      title="Review"
      onClose={closeSheet}
      onKeyDown={keys}
      onEscape={() => {
        setSpot(null);
        return spot !== null;
      }}
      subject={
        <>
          <span className="truncate font-medium" dir="auto">
            {about}
          </span>
          {review && (
            <span className="truncate text-muted text-sm">
              {review.head.label} against {review.base.label}
            </span>
          )}
        </>
      }
      tools={
        <>
          <p role="status" className="text-muted text-sm">
            {review ? viewedWords(files) : 'Reading…'}
          </p>
          <IconButton
            label="Side by side"
            icon={Columns2}
            aria-pressed={mode === 'side'}
            onClick={() => changeLayout((layout) => ({ ...layout, review: 'side' }))}
          />
          <IconButton
            label="Inline"
            icon={FoldVertical}
            aria-pressed={mode === 'inline'}
            onClick={() => changeLayout((layout) => ({ ...layout, review: 'inline' }))}
          />
        </>
      }
    >
      {problem && (
        <div className="p-3">
          <Notice live tone="bad" title={problem} />
        </div>
      )}
      {review && (
        <div className="flex min-h-0 flex-1">
          <nav
            aria-label="Changed files"
            className="flex w-64 shrink-0 flex-col border-line border-r"
          >
            <FileTree files={files} shown={shown?.path ?? null} comments={counts} onPick={show} />
            <Comments
              comments={comments}
              agents={agents.filter(isAskable).map((name) => ({ name, title: titleOf(run, name) }))}
              busy={busy}
              onShow={(comment) => {
                show(comment.path);
                if (comment.path === shown?.path && diff.current) goTo(diff.current, comment);
              }}
              onRemove={async (id) => {
                keep(await act(() => api.review.uncomment({ ...target, id })));
              }}
              onSend={send}
              onCopy={() => copyText(commentsPrompt(comments), 'Copied the comments.')}
            />
          </nav>
          <main className="flex min-w-0 flex-1 flex-col">
            {shown ? (
              <>
                <header className="flex min-h-9 items-center gap-3 px-3">
                  <h3 className="min-w-0 flex-1 truncate" title={shown.path}>
                    <code>{shown.from ? `${shown.from} → ${shown.path}` : shown.path}</code>
                  </h3>
                  <Checkbox label="Viewed (V)" checked={shown.viewed} onToggle={view} />
                </header>
                <FileDiff
                  target={target}
                  file={shown}
                  mode={mode}
                  labels={{ before: review.base.label, after: review.head.label }}
                  comments={here}
                  diff={diff}
                  onComment={setSpot}
                />
                {spot && (
                  <Composer
                    key={`${spot.path} ${spot.side} ${spot.line}`}
                    spot={spot}
                    quote={quoteOf(diff.current, spot)}
                    onClose={() => setSpot(null)}
                    onAdd={async (text) => {
                      const comment = { ...spot, text, quote: quoteOf(diff.current, spot) };
                      return keep(await act(() => api.review.comment({ ...target, comment })));
                    }}
                  />
                )}
              </>
            ) : (
              <p className="p-4 text-muted">No differences.</p>
            )}
          </main>
        </div>
      )}
    </Sheet>
  );
}
