import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

test('packages and the running app go by the same name, by which systems know its notices', () => {
  const packaged = /appId: '([^']+)'/.exec(read('scripts/package/builder.config.mjs'));
  const running = /APP_ID = '([^']+)'/.exec(read('src/main/electron/identity.ts'));
  expect(packaged?.[1]).toBeDefined();
  expect(packaged?.[1]).toBe(running?.[1]);
});
