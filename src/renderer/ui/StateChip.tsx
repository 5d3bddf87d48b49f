import { type AgentState, type SyncState, stateWords } from '../../shared/states.ts';
import { STATE_LOOKS } from './state-look.ts';

/** A state as icon and word, so that colour is never the only sign. */
export function StateChip({ state }: { state: AgentState | SyncState }) {
  const look = STATE_LOOKS[state];
  const colour = `var(--state-${look.tone})`;
  const hatched = look.tone === 'unknown';
  return (
    <span
      className="state-chip inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-full border px-1.5 font-medium text-xs"
      style={{
        color: colour,
        borderColor:
          look.tone === 'queued'
            ? 'var(--border)'
            : `color-mix(in srgb, ${colour} 35%, transparent)`,
        background: hatched
          ? `repeating-linear-gradient(135deg, var(--surface-raised) 0 4px, var(--surface-sunken) 4px 7px)`
          : look.tone === 'queued'
            ? 'transparent'
            : `color-mix(in srgb, ${colour} 9%, var(--surface-raised))`,
      }}
    >
      <look.icon size={12} aria-hidden />
      {stateWords(state)}
    </span>
  );
}
