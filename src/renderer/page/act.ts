import { create } from 'zustand';
import { troubleOf } from '../link/index.ts';
import { showTrouble } from './trouble.ts';

/** A person is being asked for trust; `answer` says what they chose. */
interface TrustRequest {
  readonly asked: { answer(trusted: boolean): void } | null;
}

export const useTrustRequest = create<TrustRequest>(() => ({ asked: null }));

/** Opens the trust dialog; resolves with whether the repository is trusted now. */
export function askTrust(): Promise<boolean> {
  return new Promise((resolve) => {
    useTrustRequest.setState({
      asked: {
        answer(trusted) {
          useTrustRequest.setState({ asked: null });
          resolve(trusted);
        },
      },
    });
  });
}

/**
 * Does what a person asked for. A failure is shown in words and gives null; where trust is missing the person is asked
 * and the work goes on.
 */
export async function act<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (thrown) {
    const trouble = troubleOf(thrown);
    if (trouble.kind === 'failure' && trouble.failure.code === 'trust.required') {
      return (await askTrust()) ? act(work) : null;
    }
    showTrouble(trouble);
    return null;
  }
}
