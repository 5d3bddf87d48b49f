import { Copy, Send, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReviewComment } from '../../../shared/contract/review.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { CommentLine } from './comment-line.ts';

interface CommentsProps {
  readonly comments: readonly ReviewComment[];
  /** Agents that the comments can be sent to. */
  readonly agents: readonly { readonly name: string; readonly title: string }[];
  readonly busy: boolean;
  onShow(comment: ReviewComment): void;
  onRemove(id: string): void;
  onSend(agent: string): void;
  onCopy(): void;
}

/** The comments of a review, with buttons that send or copy them as one prompt. */
export function Comments({ comments, agents, ...does }: CommentsProps) {
  const { busy, onShow, onRemove, onSend, onCopy } = does;
  const [only] = agents;
  const none = comments.length === 0 || busy;
  return (
    <section
      aria-label="Comments"
      className="flex max-h-[45%] min-h-28 flex-col border-line border-t"
    >
      <h3 className="px-3 py-1.5 font-medium text-muted text-sm">Comments ({comments.length})</h3>
      {comments.length === 0 ? (
        <p className="px-3 pb-2 text-muted text-sm">
          Click next to a line number, or press C on a line, to comment. All comments become one
          prompt.
        </p>
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto px-1">
          {comments.map((comment) => (
            <li key={comment.id} className="flex items-start gap-1 rounded px-2 hover:bg-hover">
              <button
                type="button"
                onClick={() => onShow(comment)}
                className="min-w-0 flex-1 py-1 text-left"
              >
                <code className="block truncate text-muted text-xs">
                  {comment.path}:{comment.line}
                </code>
                <span className="block [overflow-wrap:anywhere]" dir="auto">
                  {comment.text}
                </span>
              </button>
              <IconButton
                label={`Remove the comment on line ${comment.line}`}
                icon={Trash2}
                onClick={() => onRemove(comment.id)}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex justify-end p-2">
        {!only ? (
          // Shown when none of the agents takes prompts.
          <Button icon={Copy} disabled={none} onClick={onCopy}>
            Copy the comments
          </Button>
        ) : agents.length === 1 ? (
          <Button
            look="primary"
            icon={Send}
            disabled={none}
            className="min-w-0 shrink!"
            onClick={() => onSend(only.name)}
          >
            <span className="truncate">Send to {only.title}</span>
          </Button>
        ) : (
          <Menu
            heading="Send to"
            entries={agents.map(({ name, title }) => ({ label: title, run: () => onSend(name) }))}
          >
            <Button look="primary" icon={Send} disabled={none}>
              Send to…
            </Button>
          </Menu>
        )}
      </div>
    </section>
  );
}

interface ComposerProps {
  readonly spot: CommentLine;
  readonly quote: string;
  onAdd(text: string): Promise<boolean>;
  onClose(): void;
}

/** Form for a comment on a line. */
export function Composer({ spot, quote, onAdd, onClose }: ComposerProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  // The person has just opened the form, so focus its field.
  useEffect(() => field.current?.focus(), []);
  const add = async () => {
    if (text.trim() && (await onAdd(text.trim()))) onClose();
  };
  return (
    <form
      aria-label="New comment"
      className="flex flex-col gap-1.5 border-line border-t bg-raised p-2"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <p className="flex gap-2 text-muted text-sm">
        <span className="shrink-0">
          Line {spot.line}
          {spot.side === 'before' ? ' before' : ''}
        </span>
        <code className="truncate text-xs">{quote}</code>
      </p>
      <textarea
        ref={field}
        aria-label={`Comment on line ${spot.line}`}
        rows={2}
        className={`${CONTROL} h-auto resize-y py-1`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            add();
          }
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={!text.trim()}>
          Add comment
        </Button>
      </div>
    </form>
  );
}
