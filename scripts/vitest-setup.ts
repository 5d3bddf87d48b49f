import { buildIfStale } from './build-if-stale.mjs';

/**
 * Tests start the built session host and command line, so these must not be older than the source. `SKIP_BUILD=1` takes
 * what is built, for tests of single functions while other parts do not compile.
 */
export async function setup(): Promise<void> {
  withoutGitVariables();
  if (process.env['SKIP_BUILD'] === '1') return;
  await buildIfStale();
}

/** A git hook and many shells set some; git would obey them rather than the repositories of the tests. */
function withoutGitVariables(): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith('GIT_')) delete process.env[name];
}
