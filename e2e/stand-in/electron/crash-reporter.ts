import type Electron from 'electron';
import { record } from './records.ts';
import { loud } from './strict.ts';

export const crashReporter = loud('crashReporter', {
  /** Source: docs/api/crash-reporter.md: an address is needed unless nothing is sent. */
  start(options) {
    if (options.uploadToServer !== false && !options.submitURL) {
      throw new Error('submitURL must be specified when uploadToServer is true');
    }
    record('crash reporter', options);
  },
} satisfies Partial<Electron.CrashReporter>);
