import { CONTROL, Field } from '../../ui/Field.tsx';
import { type DraftOptions, useDraft } from './use-draft.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly placeholder?: string;
  /** Rows of a text area; without it, a one-line input. */
  readonly rows?: number;
  readonly code?: boolean;
  /** The plan file cannot be written now. */
  readonly frozen: boolean;
  readonly disabled?: boolean;
  readonly onLeave?: boolean;
  commit: DraftOptions['commit'];
}

/** A text field of the plan; what is typed is saved while typing. */
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
    // Read-only, not disabled: a disabled field loses the focus, and the next keys would go elsewhere.
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
