import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser/find-browser.ts';
import { projects } from './projects.ts';
import type { Shell } from './support/shell.ts';

const browser = await findBrowser();
// A git hook and many shells set some; git would obey them rather than the repositories of the tests.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];

export default defineConfig<{ shell: Shell }>({
  testDir: '.',
  globalSetup: './build-first.ts',
  outputDir: '../test-results',
  reporter: [[process.env['CI'] ? 'line' : 'list'], ['./retried-tests.ts']],
  // Every test has its own repository, home and server; two at a time is what two cores carry.
  workers: 2,
  fullyParallel: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  // On a loaded machine a browser or a process can be starved; a test that needs it is reported as flaky, never hidden.
  retries: 1,
  projects: projects(process.env['TRIBUTARY_E2E_SHELL']),
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: browser.executablePath,
      env: { ...process.env, ...browser.env } as Record<string, string>,
      args: [
        '--disable-gpu',
        '--enable-unsafe-swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    },
    // What moves is painted by the processor here, which then has less left for what is tested.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
