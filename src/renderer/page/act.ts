import { create } from 'zustand';
import { troubleOf } from '../link/index.ts';
import { showTrouble } from './trouble.ts';

/** Open request for trust; `answer` takes the person's decision. */
interface TrustRequest {
  readonly asked: { answer(trusted: boolean): void } | null;
}

export const useTrustRequest = create<TrustRequest>(() => ({ asked: null }));

/** Opens the trust dialog; resolves to whether the repository is trusted afterwards. */
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

/** Runs what the person asked for. Reports a failure and returns null; if trust is missing, asks for it and retries. */
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
