import { expect, test } from 'vitest';
import { ownNode } from './node-program.ts';

test("Electron's binary is told to run as node, node itself needs nothing", () => {
  expect(ownNode({ ...process.versions, electron: '45.4.1' })).toEqual({
    file: process.execPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const { electron: _none, ...plain } = process.versions;
  expect(ownNode({ ...plain }).env).toEqual({});
});
