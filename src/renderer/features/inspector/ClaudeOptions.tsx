import type { Agent, AgentOptions } from '../../../shared/plan/model.ts';
import type { Unwritten } from '../../page/edit.ts';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { linesToList, listToLines } from './lists.ts';
import { TextField } from './TextField.tsx';

/** The CLI's own permission modes, each with a label that says what it means for the person. */
const MODES: readonly (readonly [mode: string, words: string])[] = [
  ['', 'Use claude’s own setting'],
  ['manual', 'Ask for everything'],
  ['acceptEdits', 'Edits without asking'],
  ['auto', 'Let claude decide'],
  ['plan', 'Plan only'],
  ['dontAsk', 'Deny everything not allowed'],
  ['bypassPermissions', 'Never ask: allow everything'],
];

interface ClaudeOptionsProps {
  readonly agent: Agent;
  readonly frozen: boolean;
  update(set: { options: AgentOptions | null }): Promise<boolean>;
  write(set: { options: AgentOptions | null }, typing: string): Promise<Unwritten | null>;
}

/**
 * Options of this agent's claude session: permissions, model, folders, extra instructions. They apply from its next
 * start.
 */
export function ClaudeOptions({ agent, frozen, update, write }: ClaudeOptionsProps) {
  const options = agent.options ?? {};
  const withOption = (name: keyof AgentOptions, value: unknown) => {
    const { [name]: _before, ...others } = options;
    const next = value === null ? others : { ...others, [name]: value };
    return { options: Object.keys(next).length > 0 ? next : null };
  };
  const set = (name: keyof AgentOptions, value: unknown, typing: string) =>
    write(withOption(name, value), typing);
  const mode = options.permissionMode ?? '';
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Permissions">
        {(ids) => (
          <select
            {...ids}
            className={CONTROL}
            disabled={frozen}
            value={mode}
            onChange={(event) => update(withOption('permissionMode', event.target.value || null))}
          >
            {MODES.map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
            {!MODES.some(([name]) => name === mode) && <option>{mode}</option>}
          </select>
        )}
      </Field>
      <TextField
        code
        label="Allowed tools"
        rows={2}
        placeholder="Bash(npm test *)"
        value={listToLines(textsOf(options.allowedTools))}
        frozen={frozen}
        commit={(text, typing) => set('allowedTools', linesToList(text), typing)}
      />
      <TextField
        code
        label="Extra folders"
        rows={2}
        placeholder="/srv/assets"
        value={listToLines(textsOf(options.addDirs))}
        frozen={frozen}
        commit={(text, typing) => set('addDirs', linesToList(text), typing)}
      />
      <TextField
        label="Extra instructions"
        rows={2}
        placeholder="Added to its briefing"
        value={options.appendSystemPrompt ?? ''}
        frozen={frozen}
        commit={(text, typing) => set('appendSystemPrompt', text.trim() ? text : null, typing)}
      />
    </div>
  );
}

/** The option as a list; a single text becomes a list of one. */
function textsOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}
