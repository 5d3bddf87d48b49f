import type { Failure } from '../../shared/contract/common.ts';
import { FAILURES } from '../../shared/failures/failures.ts';
import { visibleLines } from '../../shared/visible.ts';
import { failureOf } from '../api/edge.ts';
import { expectedFailure } from '../core/failure.ts';

/** Options of every command. */
export interface CommonOptions {
  readonly project?: string;
  readonly plan?: string;
  readonly json?: boolean;
}

/** Exit code: 0 yes, 1 no. */
export type Answer = number;

/** Prints a result: one JSON document with `--json`, otherwise lines of text. */
export function print(options: CommonOptions, json: unknown, lines: readonly string[]): void {
  const text = options.json ? JSON.stringify(json, null, 2) : visibleLines(lines.join('\n'));
  process.stdout.write(`${text}\n`);
}

/** Prints progress and notes to stderr. */
export function note(text: string): void {
  process.stderr.write(`${visibleLines(text)}\n`);
}

/** Reports an exception of a command and returns its exit code. */
export function report(thrown: unknown, json: boolean): number {
  const expected = expectedFailure(thrown);
  if (expected) {
    const { code, message, remedy, data } = failureOf(expected);
    if (json) printError({ code, message, remedy, ...data });
    note(`${message}\n${remedy}`.trimEnd());
    return expected.exit;
  }
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    if (json)
      printError({ code: 'cancelled', message: 'Cancelled.', remedy: FAILURES.cancelled.remedy });
    note('Cancelled.');
    return 1;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (json) printError({ code: 'unexpected', message, remedy: FAILURES.unexpected.remedy });
  note(`Something went wrong: ${thrown instanceof Error ? (thrown.stack ?? message) : message}`);
  return 3;
}

/** Prints a failure as the JSON document, with data that a program may use. */
export function printError(error: Omit<Failure, 'data'> & Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
}
