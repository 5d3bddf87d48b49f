import type { Agent } from '../../../shared/plan/model.ts';
import type { Unwritten } from '../../page/edit.ts';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { type RunsKind, runsOf, runsParts } from './lists.ts';
import { TextField } from './TextField.tsx';

const KINDS: Readonly<
  Record<RunsKind, { title: string; asks?: string; example?: string; mute?: true }>
> = {
  claude: { title: 'A claude session' },
  codex: { title: 'Codex', mute: true },
  gemini: { title: 'Gemini', mute: true },
  opencode: { title: 'OpenCode', mute: true },
  shell: { title: 'A plain shell' },
  sim: { title: 'A simulated agent' },
  command: { title: 'Another command', asks: 'Command', example: 'codex', mute: true },
  remote: {
    title: 'External: a remote branch',
    asks: 'Remote branch',
    example: 'origin/feature/…',
  },
  ssh: { title: 'Another machine', asks: 'Host', example: 'user@host' },
};

interface RunsFieldProps {
  readonly agent: Agent;
  readonly frozen: boolean;
  update(set: Fields): Promise<boolean>;
  write(set: Fields, typing: string): Promise<Unwritten | null>;
}

type Fields = { runs?: Agent['runs'] | null; sim?: string | null };

const NO_WORD: Unwritten = { why: 'Enter a value, or choose another kind.', later: false };

/** Field for what runs the agent: claude, another program, or a remote branch. */
export function RunsField({ agent, frozen, update, write }: RunsFieldProps) {
  const { kind, value } = runsParts(agent.runs);
  const { asks, mute } = KINDS[kind];
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label="Runs"
        hint={
          mute
            ? 'It does not report its state: only its terminal title and its exit are known.'
            : null
        }
      >
        {(ids) => (
          <select
            {...ids}
            className={CONTROL}
            disabled={frozen}
            value={kind}
            onChange={(event) => {
              const next = event.target.value as RunsKind;
              // A kind that takes a value starts with its example, for the person to replace.
              update({ runs: runsOf(next, KINDS[next].example ?? '') });
            }}
          >
            {Object.entries(KINDS).map(([name, { title }]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {asks && (
        <TextField
          code
          label={asks}
          value={value}
          frozen={frozen}
          commit={async (text, typing) =>
            text.trim() === '' ? NO_WORD : write({ runs: runsOf(kind, text.trim()) }, typing)
          }
        />
      )}
      {kind === 'sim' && (
        <TextField
          code
          label="Script"
          value={agent.sim ?? ''}
          placeholder="default of the role"
          frozen={frozen}
          commit={(text, typing) => write({ sim: text.trim() || null }, typing)}
        />
      )}
    </div>
  );
}
