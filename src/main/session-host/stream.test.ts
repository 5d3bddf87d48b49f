import { expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';
import type { Pty } from './pty.ts';
import type { Screens } from './screens.ts';
import { Stream } from './stream.ts';

/** Screens that take the memory of what they are given, as the worker does, and have parsed it at once. */
const screens = {
  write: (_id: number, bytes: Uint8Array<ArrayBuffer>) => {
    structuredClone(bytes, { transfer: [bytes.buffer] });
  },
  backlog: () => 0,
} as unknown as Screens;

test('a program that nobody looks at is held once it has printed its share, and read again later', () => {
  vi.useFakeTimers();
  try {
    const said: string[] = [];
    const pty = { pause: () => said.push('held'), resume: () => said.push('read') };
    const source = { id: 1, pty: () => pty as unknown as Pty, screens, pace: new Pace(() => 0) };
    const stream = new Stream(source);
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
