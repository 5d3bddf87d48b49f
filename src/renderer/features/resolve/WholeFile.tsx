import type { Conflict, ConflictFile } from '../../../shared/contract/resolve.ts';
import { Button } from '../../ui/Button.tsx';
import { SCROLLABLE } from '../../ui/scrollable.ts';
import { wholeChoices } from './conflict-words.ts';

interface WholeFileProps {
  readonly conflict: Conflict;
  readonly file: ConflictFile;
  readonly busy: boolean;
  onSide(side: 'base' | 'ours' | 'theirs'): void;
}

/** For what cannot be settled line by line: one version of the file, or none. */
export function WholeFile({ conflict, file, busy, onSide }: WholeFileProps) {
  const open = conflict.state === 'open';
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
      <p className="text-muted">{reason(file)}</p>
      {open && (
        <fieldset aria-label="Whole-file choices" className="flex flex-wrap gap-2">
          {wholeChoices(conflict).map(({ side, label }) => (
            <Button key={side} disabled={busy} onClick={() => onSide(side)}>
              {label}
            </Button>
          ))}
        </fieldset>
      )}
      <div className="grid min-h-0 grid-cols-1 gap-2 md:grid-cols-3">
        {(['ours', 'base', 'theirs'] as const).map((side) => (
          <Version
            key={side}
            title={conflict[side]?.label ?? ABSENT[side]}
            there={conflict[side] !== null}
            text={file[side]}
          />
        ))}
      </div>
    </div>
  );
}

const ABSENT = { ours: 'Ours', base: 'Before both', theirs: 'Theirs' } as const;

function reason(file: ConflictFile): string {
  if (file.tooLarge) return 'Larger than 2 MB: it is settled as a whole.';
  if (file.binary) return 'Not text: it is settled as a whole.';
  return 'It is settled as a whole: one of its versions is kept.';
}

function Version(props: { title: string; there: boolean; text: string | null }) {
  const { title, there, text } = props;
  return (
    <figure className="flex min-w-0 flex-col rounded-md border border-line bg-raised">
      <figcaption className="border-line border-b px-2 py-0.5 font-medium text-sm" dir="auto">
        {title}
      </figcaption>
      {text === null ? (
        <p className="p-2 text-muted text-sm">
          {there ? 'No text to show.' : 'The file is not there.'}
        </p>
      ) : (
        <pre {...SCROLLABLE} className="max-h-80 overflow-auto p-2 text-xs">
          {text}
        </pre>
      )}
    </figure>
  );
}
