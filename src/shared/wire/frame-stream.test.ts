import { expect, test } from 'vitest';
import { encodeStreamFrame, encodeStreamHeader, FrameSplitter } from './frame-stream.ts';
import { type Frame, OP } from './frames.ts';

const FRAMES = Array.from({ length: 300 }, (_, index) => ({
  op: index % 2 === 0 ? OP.output : OP.control,
  session: index * 7919,
  payload: Uint8Array.from({ length: (index * 37) % 900 }, (_value, at) => (at + index) % 256),
}));

function describe(frame: Frame): string {
  return `${frame.op} ${frame.session} ${frame.payload.join(' ')}`;
}

function stream(): Uint8Array {
  const encoded = FRAMES.map((frame) => encodeStreamFrame(frame.op, frame.session, frame.payload));
  const joined = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of encoded) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

test.each([1, 2, 3, 7, 64, 1000, 1_000_000])('frames survive chunks of %i bytes', (size) => {
  const splitter = new FrameSplitter();
  const bytes = stream();
  const seen: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const frame of splitter.push(bytes.slice(at, at + size))) {
      seen.push(describe(frame));
    }
  }
  expect(seen).toEqual(FRAMES.map(describe));
});

test('a header alone announces the payload that follows it', () => {
  const payload = Uint8Array.of(1, 2, 3);
  const apart = [...encodeStreamHeader(OP.output, 9, 3), ...payload];
  expect(apart).toEqual([...encodeStreamFrame(OP.output, 9, payload)]);
});

test.each([0, 4, 2 ** 31])('a length of %i is no frame', (length) => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, length);
  expect(() => new FrameSplitter().push(bytes)).toThrow(RangeError);
});
