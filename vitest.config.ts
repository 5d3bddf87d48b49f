import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['./scripts/vitest-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores, and most tests start processes: more workers only make them wait for each other.
    maxWorkers: 2,
    // Modules are read once per worker: tests keep what they change in folders of their own.
    isolate: false,
    // Real processes on a loaded machine: a second try is shown in the report, and stands for a race to be looked into.
    retry: 1,
    env: { TZ: 'UTC' },
  },
});
