import { buildIfStale } from '../scripts/build-if-stale.mjs';

/** Specs run what is built, which must not be older than the source. `SKIP_BUILD=1` takes what is there. */
export default async function buildFirst(): Promise<void> {
  if (process.env['SKIP_BUILD'] === '1') return;
  await buildIfStale();
}
