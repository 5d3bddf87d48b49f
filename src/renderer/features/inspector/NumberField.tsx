import type * as z from 'zod';
import type { Unwritten } from '../../page/edit.ts';
import { readNumber } from './read-number.ts';
import { TextField } from './TextField.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: number | undefined;
  /** The field's schema in the plan: what it refuses is not saved. */
  readonly schema: z.ZodType;
  /** What the person is asked for when the text is refused: "a number of seconds". */
  readonly wanted: string;
  readonly frozen: boolean;
  /** Saves the number; null, for an empty field, removes it from the plan. */
  save(number: number | null, typing: string): Promise<Unwritten | null>;
}

/** A field of the plan for an optional number. */
export function NumberField(props: NumberFieldProps) {
  const { label, placeholder, value, schema, wanted, frozen, save } = props;
  return (
    <TextField
      label={label}
      placeholder={placeholder}
      value={value?.toString() ?? ''}
      frozen={frozen}
      commit={async (text, typing) => {
        const read = readNumber(text, schema);
        if (read.ok) return save(read.value, typing);
        return { why: `Enter ${wanted}, or leave it empty.`, later: false };
      }}
    />
  );
}
