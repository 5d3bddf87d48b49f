import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { SettleProblem } from './settle-conflict.ts';

interface SettleNoticeProps {
  readonly problem: SettleProblem;
  readonly busy: boolean;
  onGoTo?(line: number): void;
  onAnyway(): void;
}

/** Says what is wrong with a text and where, with a button to accept it anyway. */
export function SettleNotice({ problem, busy, onGoTo, onAnyway }: SettleNoticeProps) {
  const { line, column } = problem;
  const place = line === null ? null : `Line ${line}${column === null ? '' : `, column ${column}`}`;
  return (
    <div className="px-3 pt-2">
      <Notice
        live
        tone="bad"
        title={problem.message}
        action={
          <>
            {line !== null && onGoTo && (
              <Button onClick={() => onGoTo(line)}>Go to line {line}</Button>
            )}
            <Button disabled={busy} onClick={onAnyway}>
              Accept anyway
            </Button>
          </>
        }
      >
        {place && `${place}. `}
        {problem.remedy}
      </Notice>
    </div>
  );
}
