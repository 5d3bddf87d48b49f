import { stat } from 'node:fs/promises';
import * as z from 'zod';
import type { Usage } from '../../../shared/contract/conversation.ts';
import type { Kind, Memory } from '../memory.ts';
import { linesFrom } from './transcript-lines.ts';

const count = z.number().int().nonnegative().optional().catch(undefined);
const counted = z.looseObject({
  costUSD: z.number().nonnegative().optional().catch(undefined),
  message: z.looseObject({
    id: z.string(),
    model: z.string().optional().catch(undefined),
    usage: z.looseObject({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    }),
  }),
});

interface Sum {
  /** Sum of all messages but the last. */
  readonly before: Usage | null;
  /** The last message: its parts are separate lines, each with the running total. */
  readonly last: { readonly id: string; readonly usage: Usage } | null;
  readonly end: number;
}

const NOTHING: Sum = { before: null, last: null, end: 0 };

/** Sums by file; transcripts only grow. */
const SUMS: Kind<Sum> = { most: 200 };

/** The token usage of a conversation. Reads only what was added since the last call. */
export async function usageOf(path: string, memory: Memory): Promise<Usage | null> {
  const known = memory.of(SUMS);
  const { size } = await stat(path);
  const start = known.get(path) ?? NOTHING;
  let sum = start.end > size ? NOTHING : start;
  for await (const line of linesFrom(path, sum.end)) {
    const counts = line.text === null ? null : countsOf(line.text);
    sum = { ...(counts ? withCounts(sum, counts) : sum), end: line.end };
  }
  known.set(path, sum);
  return total(sum.before, sum.last?.usage ?? null);
}

function withCounts(sum: Sum, counts: NonNullable<Sum['last']>): Sum {
  const again = counts.id === sum.last?.id;
  const before = again ? sum.before : total(sum.before, sum.last?.usage ?? null);
  return { ...sum, before, last: counts };
}

function countsOf(text: string): Sum['last'] {
  // Skip lines without usage, which are most and long.
  if (!text.includes('"usage"')) return null;
  const parsed = counted.safeParse(parse(text));
  if (!parsed.success) return null;
  const { message, costUSD } = parsed.data;
  const { id, model, usage: now } = message;
  return {
    id,
    usage: {
      input: now.input_tokens ?? 0,
      output: now.output_tokens ?? 0,
      cacheRead: now.cache_read_input_tokens ?? 0,
      cacheWritten: now.cache_creation_input_tokens ?? 0,
      cost: costUSD ?? null,
      model: model ?? null,
    },
  };
}

function total(one: Usage | null, other: Usage | null): Usage | null {
  if (!one || !other) return one ?? other;
  return {
    input: one.input + other.input,
    output: one.output + other.output,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWritten: one.cacheWritten + other.cacheWritten,
    cost: one.cost === null && other.cost === null ? null : (one.cost ?? 0) + (other.cost ?? 0),
    model: other.model ?? one.model,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off by a crash.
    return null;
  }
}
