import { buildIfStale } from './build-if-stale.mjs';

/**
 * Tests start the built session host and command line, so these must not be older than the source. `SKIP_BUILD=1` takes
 * what is built, for tests of single functions while other parts do not compile.
 */
export async function setup(): Promise<void> {
  if (process.env['SKIP_BUILD'] === '1') return;
  await buildIfStale();
}
