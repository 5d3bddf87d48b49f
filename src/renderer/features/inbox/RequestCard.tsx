import { Check, SquareTerminal, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { AskDecision, AskedRequest } from '../../../shared/wire/asks.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { SCROLLABLE } from '../../ui/scrollable.ts';
import { answered, type Piece, piecesOf, questionOf, ruleWords } from './request-words.ts';

interface RequestCardProps {
  readonly id: string;
  readonly request: AskedRequest;
  /** Title and worktree of the agent. */
  readonly whose: string;
  onDecide(decision: AskDecision): void;
  onTerminal(): void;
}

/** A request in full, with the buttons to answer it. */
export function RequestCard({ id, request, whose, onDecide, onTerminal }: RequestCardProps) {
  const question = questionOf(request);
  return (
    <section
      id={id}
      aria-label={`Request of ${whose}`}
      className="relative mx-1.5 mb-2 flex flex-col gap-2 rounded-md border border-line bg-raised p-2"
    >
      <p className="min-h-7 pt-1 pr-44 text-muted text-sm [overflow-wrap:anywhere]" dir="auto">
        {question ? 'Question' : request.tool} · {whose}
        {request.subagent && ' · subagent'}
      </p>
      {question ? (
        <p className="whitespace-pre-wrap" dir="auto">
          {question.question}
        </p>
      ) : (
        piecesOf(request).map((piece, _index, { length }) => (
          <PieceView key={piece.label} piece={piece} alone={length === 1} />
        ))
      )}
      {question ? (
        <Answers
          options={question.options}
          onAnswer={(answer) => onDecide(answered(request, question.question, answer))}
        />
      ) : (
        <Permit request={request} onDecide={onDecide} />
      )}
      {/* In sight from the beginning, and the last stop of the keyboard: the answers come before it. */}
      <Button
        look="quiet"
        icon={SquareTerminal}
        onClick={onTerminal}
        className="absolute top-1 right-1"
      >
        Answer in the terminal
      </Button>
    </section>
  );
}

const LOOKS: Record<Piece['look'], string> = {
  plain: 'border-line',
  removed: 'border-danger',
  added: 'border-finished',
};

/** A single piece needs no visible heading. */
function PieceView({ piece, alone }: { piece: Piece; alone: boolean }) {
  return (
    <div className="min-w-0">
      <p className={alone ? 'sr-only' : 'text-muted text-xs'}>{piece.label}</p>
      <pre
        {...SCROLLABLE}
        className={`max-h-64 overflow-auto whitespace-pre-wrap break-words border-l-2 pl-2 font-mono text-sm ${LOOKS[piece.look]}`}
      >
        {piece.text}
      </pre>
    </div>
  );
}

function Permit({
  request,
  onDecide,
}: {
  request: AskedRequest;
  onDecide(decision: AskDecision): void;
}) {
  const [why, setWhy] = useState('');
  const rules = request.suggestions.flatMap((suggestion) => {
    const words = ruleWords(suggestion);
    return words === null ? [] : [{ words, suggestion }];
  });
  const deny = (event: FormEvent) => {
    event.preventDefault();
    onDecide({ behavior: 'deny', message: why.trim() || 'Denied by the person.' });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="primary" icon={Check} onClick={() => onDecide({ behavior: 'allow' })}>
        Approve
      </Button>
      {rules.map(({ words, suggestion }) => (
        <Button
          key={words}
          onClick={() => onDecide({ behavior: 'allow', updatedPermissions: [suggestion] })}
        >
          Approve, and always allow {words} here
        </Button>
      ))}
      <form onSubmit={deny} className="flex min-w-64 flex-1 gap-2">
        <input
          aria-label="Message with the denial"
          placeholder="What to do instead"
          value={why}
          onChange={(event) => setWhy(event.target.value)}
          className={CONTROL}
        />
        <Button type="submit" icon={X}>
          Deny
        </Button>
      </form>
    </div>
  );
}

function Answers({
  options,
  onAnswer,
}: {
  options: readonly { readonly label: string; readonly description: string }[];
  onAnswer(answer: string): void;
}) {
  const [text, setText] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onAnswer(text.trim());
  };
  return (
    <div className="flex flex-col gap-2">
      {options.map(({ label, description }) => (
        <div key={label} className="flex items-center gap-2">
          <Button onClick={() => onAnswer(label)}>{label}</Button>
          <span className="text-muted text-sm" dir="auto">
            {description}
          </span>
        </div>
      ))}
      <form onSubmit={send} className="flex gap-2">
        <input
          aria-label="Answer"
          placeholder={options.length > 0 ? 'Or in your own words' : 'Answer'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={CONTROL}
        />
        <Button type="submit" disabled={text.trim() === ''}>
          Answer
        </Button>
      </form>
    </div>
  );
}
