import { defineConfig } from 'vitest/config';

/** The scenarios with the real command line, side by side: each mostly waits for its own sessions. */
export default defineConfig({
  test: {
    include: ['scripts/claude/*.claude.mjs'],
    testTimeout: 150_000,
    hookTimeout: 30_000,
    maxConcurrency: 4,
    maxWorkers: 3,
    env: { TZ: 'UTC' },
  },
});
