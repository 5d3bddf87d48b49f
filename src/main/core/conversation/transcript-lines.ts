import { type FileHandle, open } from 'node:fs/promises';

/** One line of a file: its bytes from newline to newline, and its text; null for one that is too long to be read. */
export interface Line {
  readonly offset: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly text: string | null;
}

/** Bytes that are read at once. */
const CHUNK = 256 * 1024;
/** Bytes of a line that is still read: pictures come as text of megabytes, and nobody reads those. */
const LONGEST = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** The whole lines from a byte on. A line that is still being written is left. */
export async function* linesFrom(path: string, from: number): AsyncGenerator<Line> {
  const file = await open(path, 'r');
  try {
    let kept = Buffer.alloc(0);
    let offset = from;
    let position = from;
    let skipping = false;
    for (;;) {
      const chunk = await chunkAt(file, position);
      if (chunk.length === 0) return;
      position += chunk.length;
      let begin = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
        const bytes = Buffer.concat([kept, chunk.subarray(begin, end)]);
        begin = end + 1;
        const next = position - chunk.length + begin;
        yield { offset, end: next, text: skipping ? null : bytes.toString('utf8') };
        offset = next;
        kept = Buffer.alloc(0);
        skipping = false;
      }
      kept = Buffer.concat([kept, chunk.subarray(begin)]);
      if (kept.length > LONGEST) {
        kept = Buffer.alloc(0);
        skipping = true;
      }
    }
  } finally {
    await file.close();
  }
}

/** The whole lines that end at or before a byte, the last one first. */
export async function* linesBefore(path: string, before: number): AsyncGenerator<Line> {
  const file = await open(path, 'r');
  try {
    // What stands between `position` and the line that was given last.
    let kept = Buffer.alloc(0);
    let position = before;
    let skipping = false;
    // Where the line ends that is being gathered; null for what follows the last newline and is still being written.
    let lineEnd: number | null = null;
    while (position > 0) {
      const from = Math.max(0, position - CHUNK);
      const chunk = await chunkAt(file, from, position - from);
      let end = chunk.length;
      for (let at = chunk.lastIndexOf(NEWLINE); at >= 0; at = lastBefore(chunk, at)) {
        const bytes = Buffer.concat([chunk.subarray(at + 1, end), kept]);
        const offset = from + at + 1;
        const text = skipping ? null : bytes.toString('utf8');
        if (lineEnd !== null) yield { offset, end: lineEnd, text };
        lineEnd = offset;
        skipping = false;
        kept = Buffer.alloc(0);
        end = at;
      }
      kept = Buffer.concat([chunk.subarray(0, end), kept]);
      if (kept.length > LONGEST) {
        kept = Buffer.alloc(0);
        skipping = true;
      }
      position = from;
    }
    if (lineEnd) yield { offset: 0, end: lineEnd, text: skipping ? null : kept.toString('utf8') };
  } finally {
    await file.close();
  }
}

function lastBefore(chunk: Buffer, at: number): number {
  return at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1);
}

async function chunkAt(file: FileHandle, position: number, length = CHUNK): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
