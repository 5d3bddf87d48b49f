import type { Progress } from '../../shared/contract/common.ts';

/** Reads a long task's events to the end and returns its result; null if the stream ended without one. */
export async function follow<Result>(
  events: AsyncIterable<Progress | { readonly kind: 'result'; readonly result: Result }>,
  onProgress: (progress: Progress) => void,
): Promise<Result | null> {
  for await (const event of events) {
    if (event.kind === 'result') return event.result;
    onProgress(event);
  }
  return null;
}
