import { RotateCcw, Square, Unplug, X } from 'lucide-react';
import type { RunView } from '../../../shared/contract/run.ts';
import { Button } from '../../ui/Button.tsx';
import { lostSessionsTitle } from './lost-sessions.ts';
import { useLostSessions } from './use-lost-sessions.ts';

/**
 * Sessions that lost their terminals, each with buttons to end it or start it again; renders nothing when there are
 * none.
 */
export function LostSessionsStrip({ run, project }: { run: RunView; project: string }) {
  const { rows, problem, busy, place, end, startAgain } = useLostSessions(run, project);
  if (rows.length === 0 && problem === null) return null;
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label="Sessions without a terminal"
      className="flex max-h-[45%] shrink-0 flex-col border-line border-b bg-raised px-3 py-1.5"
    >
      <div className="flex shrink-0 items-start gap-2">
        <Unplug size={15} aria-hidden className="mt-0.5 shrink-0 text-needs" />
        <div role="status" className="min-w-0 flex-1">
          {rows.length > 0 && (
            <>
              <p className="font-medium">{lostSessionsTitle(rows.length)}</p>
              <p className="text-muted text-sm">
                The session host or the system stopped, so their screens are lost. Files and commits
                are kept.
              </p>
            </>
          )}
          {problem !== null && (
            <p className="text-muted text-sm [overflow-wrap:anywhere]">
              Earlier sessions cannot be listed: {problem}
            </p>
          )}
        </div>
      </div>
      {rows.length > 0 && (
        <ul className="min-h-0 overflow-y-auto pl-[23px]">
          {rows.map((row) => (
            <li key={row.key} aria-label={row.title} className="flex items-center gap-3 py-1">
              <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
                <span className="truncate font-medium" title={row.title}>
                  {row.title}
                </span>
                <span className="text-muted text-sm">{row.facts}</span>
                <span className="text-muted text-sm">{row.running}</span>
              </span>
              <span className="flex shrink-0 gap-2">
                <Button
                  look={row.endable ? 'plain' : 'quiet'}
                  icon={row.endable ? Square : X}
                  aria-label={`${row.endable ? 'End' : 'Dismiss'} ${row.title}`}
                  disabled={busy.has(row.key)}
                  onClick={() => end(row)}
                >
                  {row.endable ? 'End' : 'Dismiss'}
                </Button>
                {row.again && (
                  <Button
                    icon={RotateCcw}
                    aria-label={`Start again: ${row.title}`}
                    disabled={busy.has(row.key)}
                    onClick={() => startAgain(row)}
                  >
                    Start again
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
