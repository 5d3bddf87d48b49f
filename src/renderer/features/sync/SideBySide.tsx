import { SCROLLABLE } from '../../ui/scrollable.ts';
import { type Row, sideRows } from './side-rows.ts';

export interface Sides {
  readonly before: string | null;
  readonly after: string | null;
  readonly binary: boolean;
}

/** A file on the feature branch next to the same file after the merge. */
export function SideBySide({ path, sides }: { path: string; sides: Sides }) {
  if (sides.binary) {
    return <p className="text-muted text-sm">{path} is binary; there is no text to show.</p>;
  }
  const { before, after } = sideRows(sides.before, sides.after);
  return (
    <div className="grid min-w-0 grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line">
      <Side title="Before" rows={before} absent="The file does not exist yet." />
      <Side title="After" rows={after} absent="The file is deleted." />
    </div>
  );
}

const TONES: Record<Row['kind'], string> = {
  same: '',
  removed: 'bg-[color-mix(in_srgb,var(--state-failed)_12%,transparent)]',
  added: 'bg-[color-mix(in_srgb,var(--state-finished)_12%,transparent)]',
  conflict: 'bg-[color-mix(in_srgb,var(--state-needs)_16%,transparent)]',
};

function Side(props: { title: string; rows: readonly Row[] | null; absent: string }) {
  return (
    <figure className="min-w-0 bg-[var(--terminal-background)]">
      <figcaption className="border-line border-b px-2 text-muted text-xs">
        {props.title}
      </figcaption>
      {props.rows ? (
        <pre {...SCROLLABLE} className="max-h-96 overflow-auto py-1 text-xs">
          {props.rows.map((row) => (
            <span key={row.number} className={`flex ${TONES[row.kind]}`}>
              <span className="w-9 shrink-0 select-none pr-2 text-right text-muted">
                {row.number}
              </span>
              <span className="whitespace-pre">{row.text || ' '}</span>
            </span>
          ))}
        </pre>
      ) : (
        <p className="p-2 text-muted text-sm">{props.absent}</p>
      )}
    </figure>
  );
}
