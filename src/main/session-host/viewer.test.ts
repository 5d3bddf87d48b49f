import { expect, test } from 'vitest';
import { OP } from '../../shared/wire/frames.ts';
import { Viewer } from './viewer.ts';

test('a viewer that is given less credit than is on its way is sent nothing until it has caught up', () => {
  const sent: number[] = [];
  const viewer = new Viewer((op, payload) => op === OP.output && sent.push(payload.length));
  viewer.setCredit(1000, 250);
  viewer.beginJoin();
  viewer.goLive();
  viewer.output(new Uint8Array(900));
  viewer.setCredit(400, 100);
  viewer.output(new Uint8Array(2000));
  expect(sent).toEqual([900]);
  viewer.acknowledge(800);
  expect(sent).toEqual([900, 300]);
});
