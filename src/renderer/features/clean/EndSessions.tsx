import type { HoldingSession } from '../../../shared/contract/worktrees.ts';
import { idleWords, openWords } from './clean-words.ts';

export interface Ending {
  readonly idle: boolean;
  readonly working: boolean;
}

interface EndSessionsProps {
  readonly sessions: readonly HoldingSession[];
  readonly ending: Ending;
  onEnding(ending: Ending): void;
}

/**
 * Choice of the sessions to end so that their worktrees can be removed: idle ones by default, the others only if
 * ticked.
 */
export function EndSessions({ sessions, ending, onEnding }: EndSessionsProps) {
  const idle = sessions.filter((one) => one.idle);
  const working = sessions.filter((one) => !one.idle);
  return (
    <section aria-label="Sessions" className="flex flex-col gap-1">
      <h3 className="font-medium">Sessions in these worktrees</h3>
      {idle.length > 0 && (
        <Box
          label={idleWords(idle)}
          checked={ending.idle || ending.working}
          disabled={ending.working}
          onCheck={(on) => onEnding({ ...ending, idle: on })}
        />
      )}
      {working.length > 0 && (
        <Box
          label={openWords(working)}
          checked={ending.working}
          onCheck={(on) => onEnding({ ...ending, working: on })}
        />
      )}
    </section>
  );
}

function Box(props: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onCheck(on: boolean): void;
}) {
  return (
    <label className="flex items-start gap-1.5">
      <input
        type="checkbox"
        className="mt-1 accent-[var(--accent)]"
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onCheck(event.target.checked)}
      />
      <span className="min-w-0">{props.label}</span>
    </label>
  );
}
