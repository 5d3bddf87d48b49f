import type { ConversationEntry } from '../../../shared/contract/conversation.ts';
import { counted } from '../../../shared/count-words.ts';
import { classes } from '../../ui/classes.ts';

export const WHO: Record<ConversationEntry['kind'], string> = {
  prompt: 'Prompt',
  answer: 'Answer',
  thought: 'Thought',
  tool: 'Tool',
  result: 'Result',
  note: 'Note',
};

const LOOKS: Record<ConversationEntry['kind'], string> = {
  prompt: 'border-accent bg-accent-soft',
  answer: 'border-line bg-raised',
  thought: 'border-line text-muted italic',
  tool: 'border-working bg-raised',
  result: 'border-line text-muted',
  note: 'border-line text-muted',
};

/** Number of lines above which a result is collapsed. */
const FOLDED = 12;

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** One entry: a prompt, an answer, a tool call or its result. */
export function EntryView({ entry, found }: { entry: ConversationEntry; found?: boolean }) {
  const { kind, tool, text, at, cut, inner, failed } = entry;
  const coded = kind === 'tool' || kind === 'result';
  const long = kind === 'result' && text.split('\n').length > FOLDED;
  const body = (
    <p
      dir="auto"
      className={classes(
        'whitespace-pre-wrap [overflow-wrap:anywhere]',
        coded && 'font-code text-xs',
      )}
    >
      {text}
      {cut && <span className="text-muted"> … truncated</span>}
    </p>
  );
  return (
    <article
      className={classes(
        'rounded-md border-l-2 px-3 py-1.5',
        LOOKS[kind],
        inner && 'ml-6',
        found && 'ring-1 ring-accent',
      )}
    >
      <header className="flex items-baseline gap-2 text-muted text-xs not-italic">
        <span className={classes('font-medium', failed && 'text-failed')}>
          {tool ?? (failed ? 'Result: failed' : WHO[kind])}
        </span>
        {inner && <span>subagent</span>}
        <span className="flex-1" />
        {at !== null && <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>}
      </header>
      {long ? (
        <details>
          <summary className="text-sm">{counted(text.split('\n').length, 'line')}</summary>
          {body}
        </details>
      ) : (
        body
      )}
    </article>
  );
}
