import { expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';
import type { Pty } from './pty-port.ts';
import type { Screens } from './screens.ts';
import { Stream } from './stream.ts';
import { Unseen } from './unseen.ts';
import { Viewer } from './viewer.ts';

/** Screens that take the memory of what they are given, as the worker does, and have parsed it at once. */
const screens = {
  write: (_id: number, bytes: Uint8Array<ArrayBuffer>) => {
    structuredClone(bytes, { transfer: [bytes.buffer] });
  },
  backlog: () => 0,
  snapshot: () => undefined,
} as unknown as Screens;

/** A stream of which nothing but what it says of itself is looked at. */
function streamOf(pty: Partial<Pty>, unseen = new Unseen(() => undefined)): Stream {
  const pace = new Pace(() => 0);
  return new Stream({ id: 1, pty: () => pty as Pty, screens, pace, unseen });
}

test('what is printed while nobody looks is unseen until somebody does; a bell outranks output', () => {
  const told: string[] = [];
  const unseen = new Unseen(() => told.push(unseen.now));
  const stream = streamOf({}, unseen);
  const viewer = new Viewer(() => undefined);
  stream.add(viewer);
  stream.push(new Uint8Array(64 * 1024));
  stream.push(new Uint8Array(64 * 1024));
  stream.rang();
  stream.push(new Uint8Array(64 * 1024));
  stream.credit(viewer, { high: 1024, low: 256 });
  stream.push(new Uint8Array(64 * 1024));
  stream.rang();
  expect(told).toEqual(['output', 'bell', 'nothing']);
  stream.credit(viewer, { high: 0, low: 0 });
  stream.push(new Uint8Array(64 * 1024));
  expect(told.at(-1)).toBe('output');
  stream.dispose();
});

test('a program that nobody looks at is held once it has printed its share, and read again later', () => {
  vi.useFakeTimers();
  try {
    const said: string[] = [];
    const pty = { pause: () => said.push('held'), resume: () => said.push('read') };
    const stream = streamOf(pty as unknown as Pty);
    for (let count = 0; count < 8; count += 1) stream.push(new Uint8Array(64 * 1024));
    expect(said).toEqual([]);
    for (let count = 0; count < 8; count += 1) stream.push(new Uint8Array(64 * 1024));
    expect(said).toEqual(['held']);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(['held', 'read']);
    stream.dispose();
  } finally {
    vi.useRealTimers();
  }
});
