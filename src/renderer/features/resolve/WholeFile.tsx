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

/** For files that cannot be resolved line by line: keep one version, or delete the file. */
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

const ABSENT = { ours: 'Ours', base: 'Base', theirs: 'Theirs' } as const;

function reason(file: ConflictFile): string {
  if (file.tooLarge) return 'Larger than 2 MB: choose one version of the whole file.';
  if (file.binary) return 'Not a text file: choose one version of the whole file.';
  return 'This conflict cannot be resolved line by line: choose one version of the file.';
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
          {there ? 'No text to show.' : 'The file does not exist.'}
        </p>
      ) : (
        <pre {...SCROLLABLE} className="max-h-80 overflow-auto p-2 text-xs">
          {text}
        </pre>
      )}
    </figure>
  );
}
