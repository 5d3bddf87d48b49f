import { expect, test } from 'vitest';
import { type Drawn, WebglPool } from './webgl-pool.ts';

/** A clock that the test advances. */
function handClock() {
  let now = 0;
  const due: { at: number; run(): void }[] = [];
  return {
    now: () => now,
    after(milliseconds: number, run: () => void) {
      const one = { at: now + milliseconds, run };
      due.push(one);
      return () => void due.splice(due.indexOf(one), 1);
    },
    move(milliseconds: number) {
      now += milliseconds;
      for (const one of due.filter(({ at }) => at <= now)) {
        due.splice(due.indexOf(one), 1);
        one.run();
      }
    },
  };
}

class Pane implements Drawn {
  live = false;
  available = true;
  lose = () => {};
  draw(lost: () => void) {
    if (!this.available) return null;
    this.live = true;
    this.lose = lost;
    return () => {
      this.live = false;
    };
  }
}

const panes = (count: number) => Array.from({ length: count }, () => new Pane());
const live = (all: readonly Pane[]) => all.filter((pane) => pane.live).length;

test('uses at most eight contexts; the pane that has waited longest is next', () => {
  const pool = new WebglPool(handClock());
  const all = panes(40);
  for (const pane of all) pool.want(pane);
  expect(live(all)).toBe(8);
  expect(all.slice(0, 8).every((pane) => pane.live)).toBe(true);
  pool.unwant(all[2] as Pane);
  expect(all[2]?.live).toBe(false);
  expect(all[8]?.live).toBe(true);
  expect(pool.contexts).toBe(8);
  for (const pane of all) pool.unwant(pane);
  expect(live(all)).toBe(0);
  expect(pool.contexts).toBe(0);
});

test('200 switches among 40 panes respect the limit, and visible panes use all contexts', () => {
  const pool = new WebglPool(handClock());
  const all = panes(40);
  let shown: readonly Pane[] = [];
  for (let turn = 0; turn < 200; turn += 1) {
    for (const pane of shown) pool.unwant(pane);
    shown = all.slice((turn * 7) % 33, ((turn * 7) % 33) + 1 + (turn % 7));
    for (const pane of shown) pool.want(pane);
    expect(live(all)).toBe(shown.length);
    expect(shown.every((pane) => pane.live)).toBe(true);
  }
});

test('a lost context is released immediately and retried with growing delays', () => {
  const clock = handClock();
  const pool = new WebglPool(clock);
  const [pane] = panes(1) as [Pane];
  pool.want(pane);
  pane.lose();
  expect(pane.live).toBe(false);
  pool.want(pane);
  expect(pane.live, 'not before its time').toBe(false);
  clock.move(1000);
  expect(pane.live).toBe(true);
  pane.lose();
  clock.move(1999);
  expect(pane.live).toBe(false);
  clock.move(1);
  expect(pane.live).toBe(true);
});

test('a pane that lost its context gets one after the waiting panes', () => {
  const clock = handClock();
  const pool = new WebglPool(clock);
  const all = panes(9);
  for (const pane of all) pool.want(pane);
  all[0]?.lose();
  expect(all[8]?.live).toBe(true);
  clock.move(1000);
  expect(all[0]?.live).toBe(false);
  pool.unwant(all[3] as Pane);
  expect(all[0]?.live).toBe(true);
});

test('without a GPU no context is used, and hidden panes stop retrying', () => {
  const clock = handClock();
  const pool = new WebglPool(clock);
  const [pane] = panes(1) as [Pane];
  pane.available = false;
  pool.want(pane);
  expect(pool.contexts).toBe(0);
  pool.unwant(pane);
  pane.available = true;
  clock.move(100_000);
  expect(pane.live).toBe(false);
});
