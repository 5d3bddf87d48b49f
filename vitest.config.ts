import { defineConfig } from 'vitest/config';
import { RetriedTests } from './scripts/retried-tests.ts';

/** Tests of functions alone: they start nothing, so that a worker can read each module once for all of them. */
const PURE = [
  'src/shared/**/*.test.ts',
  'src/renderer/**/*.test.{ts,tsx}',
  'src/main/core/contracts/**/*.test.ts',
  'src/main/session-host/state/**/*.test.ts',
  'src/main/session-host/screen/**/*.test.ts',
  'src/main/session-host/sim/**/*.test.ts',
];

/** What looks at a process from its start, or at its whole environment, has one of its own. */
const ALONE = [
  'src/main/core/git/start-process.test.ts',
  'src/main/core/session/process-environment.test.ts',
];

const common = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Real processes on a loaded machine: a second try is shown in the report, and stands for a race to be looked into.
  retry: 1,
  unstubEnvs: true,
  // What sessions and checks ask for its environment. Start files of whoever runs the tests may take seconds, or hold a
  // lock of theirs for minutes when several are asked at once; what shells do at worst has tests of its own.
  env: { TZ: 'UTC', SHELL: '/bin/sh' },
};

export default defineConfig({
  test: {
    reporters: ['default', new RetriedTests()],
    globalSetup: ['./scripts/vitest-setup.ts'],
    // For two cores: a test that starts processes waits for them a third of its time.
    maxWorkers: 3,
    projects: [
      { test: { ...common, name: 'pure', include: PURE, isolate: false } },
      {
        test: {
          ...common,
          name: 'processes',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...PURE, ...ALONE],
          // A worker, its modules and its fork server are made once: half a second of CPU for each file. What a file leaves
          // behind in its process is there for the next one, as in an app that stays open.
          isolate: false,
        },
      },
      { test: { ...common, name: 'alone', include: ALONE, isolate: true } },
    ],
  },
});
