import type { Progress } from '../../shared/contract/common.ts';

/** Follows long work to its end and gives its result; null when the stream ended without one. */
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
