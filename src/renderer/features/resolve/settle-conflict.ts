import type { Answer, ConflictList } from '../../../shared/contract/resolve.ts';
import { type Api, troubleOf } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import type { ResolveTarget } from '../../page/sheets.ts';

/** Why a text was not accepted. */
export interface SettleProblem {
  readonly message: string;
  readonly remedy: string;
  /** 1-based; null when the problem concerns the whole text. */
  readonly line: number | null;
  readonly column: number | null;
  /** Whether the person may accept the text anyway. */
  readonly forcible: boolean;
}

interface Decision extends ResolveTarget {
  readonly id: string;
  readonly answer: Answer;
  readonly by: 'person' | 'session';
  readonly anyway: boolean;
}

type Settled =
  | { readonly kind: 'settled'; readonly list: ConflictList }
  | { readonly kind: 'refused'; readonly problem: SettleProblem };

/**
 * Sends the resolution of a conflict. Problems of the text are returned; null for other failures, which have already
 * been reported.
 */
export function settleConflict(api: Api, decision: Decision): Promise<Settled | null> {
  return act(async () => {
    try {
      return { kind: 'settled', list: await api.resolve.settle(decision) };
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem) return { kind: 'refused', problem };
      throw thrown;
    }
  });
}

function problemOf(thrown: unknown): SettleProblem | null {
  const trouble = troubleOf(thrown);
  if (trouble.kind !== 'failure') return null;
  const { code, message, remedy, data } = trouble.failure;
  if (code !== 'resolve.syntax' && code !== 'resolve.markersLeft') return null;
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    message,
    remedy,
    line: number(data?.['line']),
    column: number(data?.['column']),
    forcible: true,
  };
}
