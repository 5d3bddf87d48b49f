import { CONTROL, Field } from '../../ui/Field.tsx';
import { type DraftOptions, useDraft } from './use-draft.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly placeholder?: string;
  /** Rows of a text area; a one-line input without. */
  readonly rows?: number;
  readonly code?: boolean;
  /** The plan cannot be written now. */
  readonly frozen: boolean;
  readonly disabled?: boolean;
  readonly onLeave?: boolean;
  commit: DraftOptions['commit'];
}

/** A text of the plan that is written as it is typed. */
export function TextField(props: TextFieldProps) {
  const draft = useDraft(props.value, {
    label: props.label,
    frozen: props.frozen,
    commit: props.commit,
    ...(props.onLeave ? { onLeave: true } : {}),
  });
  const { write: _write, problem, isWritten, ...events } = draft;
  const shared = {
    ...events,
    disabled: props.disabled ?? false,
    // Not disabled: the focus would be gone, and what is typed next would be for somebody else.
    readOnly: props.frozen && isWritten,
    placeholder: props.placeholder,
    spellCheck: !props.code,
    dir: 'auto',
  };
  const code = props.code ? ' font-code text-xs' : '';
  return (
    <Field label={props.label} hint={problem ?? props.hint ?? null} wrong={problem !== null}>
      {(ids) =>
        props.rows ? (
          <textarea
            {...ids}
            {...shared}
            rows={props.rows}
            className={`${CONTROL} h-auto resize-y py-1${code}`}
          />
        ) : (
          <input {...ids} {...shared} className={`${CONTROL}${code}`} />
        )
      }
    </Field>
  );
}
