import { buildIfStale } from './build-if-stale.mjs';

/** Tests start the built session host and command line, so they must not be older than the source. */
export async function setup(): Promise<void> {
  await buildIfStale();
}
