import { type FileHandle, open } from 'node:fs/promises';

/** One line of a file with its byte range, and its text, which is null when the line is too long. */
export interface Line {
  readonly offset: number;
  /** Offset of the next line. */
  readonly end: number;
  readonly text: string | null;
}

/** Bytes per read. */
const CHUNK = 256 * 1024;
/** Longest line that is read, in bytes: images are stored as megabytes of text. */
const LONGEST = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** The complete lines from an offset on. A line that is still being written is skipped. */
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

/** The complete lines that end at or before an offset, last one first. */
export async function* linesBefore(path: string, before: number): AsyncGenerator<Line> {
  const file = await open(path, 'r');
  try {
    // The bytes between `position` and the line yielded last.
    let kept = Buffer.alloc(0);
    let position = before;
    let skipping = false;
    // The end of the current line; null for the incomplete text after the last newline.
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
