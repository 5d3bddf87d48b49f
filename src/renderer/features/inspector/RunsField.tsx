import type { Agent } from '../../../shared/plan/model.ts';
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
  remote: { title: 'Somebody elsewhere', asks: 'Remote branch', example: 'origin/feature/…' },
  ssh: { title: 'Another machine', asks: 'Host', example: 'user@host' },
};

interface RunsFieldProps {
  readonly agent: Agent;
  readonly disabled: boolean;
  update(
    set: { runs?: Agent['runs'] | null; sim?: string | null },
    typing?: string,
  ): Promise<boolean>;
}

/** What works on the agent's branch. */
export function RunsField({ agent, disabled, update }: RunsFieldProps) {
  const { kind, value } = runsParts(agent.runs);
  const { asks, mute } = KINDS[kind];
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label="Runs"
        hint={mute ? 'It says nothing of its state but its title and its end.' : null}
      >
        {(ids) => (
          <select
            {...ids}
            className={CONTROL}
            disabled={disabled}
            value={kind}
            onChange={(event) => {
              const next = event.target.value as RunsKind;
              // A kind that needs a word begins with its example, which the person replaces.
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
          disabled={disabled}
          commit={async (text, typing) =>
            text.trim() !== '' && update({ runs: runsOf(kind, text.trim()) }, typing)
          }
        />
      )}
      {kind === 'sim' && (
        <TextField
          code
          label="Script"
          value={agent.sim ?? ''}
          placeholder="the role's own"
          disabled={disabled}
          commit={(text, typing) => update({ sim: text.trim() || null }, typing)}
        />
      )}
    </div>
  );
}
