import { expect, test } from 'vitest';
import { type Clock, PacedOutput } from './paced-output.ts';

const KILO = 1024;

/** A clock that the test advances. */
function manualClock() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(milliseconds, run) {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  };
  function pass(milliseconds: number): void {
    const end = now + milliseconds;
    for (;;) {
      const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      now = Math.max(now, next.at);
      timers = timers.filter((timer) => timer !== next);
      next.run();
    }
    now = end;
  }
  return { clock, pass };
}

function setUp(sessions: readonly number[]) {
  const { clock, pass } = manualClock();
  const paced = new PacedOutput(clock);
  const written = new Map(sessions.map((session) => [session, 0]));
  const acknowledged = new Map(sessions.map((session) => [session, 0]));
  const order: string[] = [];
  for (const session of sessions) {
    paced.add(session, {
      write(bytes, parsed) {
        written.set(session, (written.get(session) ?? 0) + bytes.length);
        order.push(`${session}:${bytes.length}`);
        parsed();
      },
      acknowledge: (bytes) => acknowledged.set(session, (acknowledged.get(session) ?? 0) + bytes),
    });
  }
  const push = (session: number, kilobytes: number) =>
    paced.push(session, { bytes: new Uint8Array(kilobytes * KILO) });
  const kilobytes = (session: number) => (written.get(session) ?? 0) / KILO;
  return { paced, pass, push, kilobytes, acknowledged, order };
}

test('the focused terminal is always written immediately', () => {
  const { paced, push, kilobytes } = setUp([1]);
  paced.focus(1);
  push(1, 300);
  expect(kilobytes(1)).toBe(300);
});

test('another terminal shows its first output immediately and then takes turns', () => {
  const { push, pass, kilobytes } = setUp([1, 2]);
  push(2, 100);
  expect(kilobytes(2)).toBe(32);
  pass(99);
  expect(kilobytes(2)).toBe(32);
  pass(1);
  expect(kilobytes(2)).toBe(64);
  pass(1000);
  expect(kilobytes(2)).toBe(100);
});

test('a key waiting for its echo pauses the others, for a limited time', () => {
  const { paced, push, pass, kilobytes } = setUp([1, 2]);
  paced.focus(1);
  paced.keyPressed(1);
  push(2, 64);
  pass(249);
  expect(kilobytes(2)).toBe(0);
  pass(1);
  expect(kilobytes(2)).toBe(32);
});

test('the echo resumes the others', () => {
  const { paced, push, pass, kilobytes } = setUp([1, 2]);
  paced.focus(1);
  paced.keyPressed(1);
  push(2, 10);
  expect(kilobytes(2)).toBe(0);
  push(1, 1);
  push(2, 10);
  pass(0);
  expect(kilobytes(2)).toBe(20);
});

test('a terminal that gets the focus catches up immediately', () => {
  const { paced, push, kilobytes } = setUp([1, 2]);
  push(2, 200);
  paced.focus(2);
  expect(kilobytes(2)).toBe(200);
});

test('changes between bytes keep their order', () => {
  const { paced, push, pass, order } = setUp([1, 2]);
  push(2, 40);
  paced.push(2, { apply: () => order.push('resize') });
  push(2, 1);
  pass(1000);
  expect(order).toEqual([`2:${32 * KILO}`, `2:${8 * KILO}`, 'resize', `2:${KILO}`]);
});

test('every byte is acknowledged once, written or replaced by a snapshot', () => {
  const { paced, push, pass, acknowledged } = setUp([1, 2]);
  push(2, 100);
  paced.clear(2);
  expect(acknowledged.get(2)).toBe(100 * KILO);
  push(2, 10);
  pass(1000);
  expect(acknowledged.get(2)).toBe(110 * KILO);
});
