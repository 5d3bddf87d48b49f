import { expect, test } from 'vitest';
import {
  CREDIT,
  creditOf,
  MAX_CREDIT,
  MAX_FRAME,
  PANE_TURN,
  PARSED_IN_TURN,
  PIECE,
  RELAY_QUEUE,
  SCREEN_BACKLOG,
  TOO_FAR_BEHIND,
  UNSEEN_PACE,
} from './flow-control.ts';

test('whoever stops at a high mark goes on below it', () => {
  const marks = [
    CREDIT.focused,
    CREDIT.visible,
    SCREEN_BACKLOG.watched,
    SCREEN_BACKLOG.unwatched,
    creditOf(MAX_CREDIT),
  ];
  for (const { high, low } of marks) {
    expect(low).toBeGreaterThan(0);
    // The host lowers a low mark above half of the high one.
    expect(low).toBeLessThanOrEqual(high / 2);
  }
  expect(CREDIT.hidden).toEqual({ high: 0, low: 0 });
});

test('each stage holds what the one before it hands on', () => {
  // A viewer can be sent a whole piece, a turn of its pane gives credit back, and the relay is never in its way.
  expect(CREDIT.visible.high).toBeGreaterThanOrEqual(PIECE);
  expect(PANE_TURN).toBeLessThan(CREDIT.visible.high);
  expect(CREDIT.focused.high).toBeLessThan(RELAY_QUEUE);
  expect(CREDIT.focused.high).toBeLessThanOrEqual(MAX_CREDIT);
  // A viewer with less credit than the others is behind by less than what it is given up for.
  expect(TOO_FAR_BEHIND).toBeGreaterThan(CREDIT.focused.high);
  // The screen thread is not held for a piece, nor for what is printed at once while nobody looks.
  for (const { high } of Object.values(SCREEN_BACKLOG)) {
    expect(high).toBeGreaterThan(PIECE + PARSED_IN_TURN.alone);
    expect(high).toBeGreaterThan(UNSEEN_PACE.usual.burst);
  }
  expect(PIECE).toBeLessThan(MAX_FRAME);
});
