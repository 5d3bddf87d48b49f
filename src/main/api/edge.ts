import { implement, ORPCError } from '@orpc/server';
import type { Failure } from '../../shared/contract/common.ts';
import { contract } from '../../shared/contract/index.ts';
import { type CoreFailure, expectedFailure } from '../core/failure.ts';
import { log } from '../core/log.ts';
import type { App } from './app.ts';

/** The context of every handler. */
export interface Context {
  readonly app: App;
  /** The project for which the client's window was opened. */
  readonly initial: string | null;
}

/**
 * The builder of all handlers. Expected failures become the contract's typed error. Anything else thrown, also later in
 * a stream, is logged under an incident id, and only that id is sent.
 */
export const procedures = implement(contract)
  .$context<Context>()
  .use(async ({ next, path, signal }) => {
    try {
      const result = await next();
      const output: unknown = result.output;
      if (!isStream(output)) return result;
      return { ...result, output: guarded(output, path, signal) as typeof result.output };
    } catch (thrown) {
      throw outward(thrown, path, signal);
    }
  });

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* guarded(
  stream: AsyncIterable<unknown>,
  path: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  try {
    yield* stream;
  } catch (thrown) {
    throw outward(thrown, path, signal);
  }
}

function outward(
  thrown: unknown,
  path: readonly string[],
  signal: AbortSignal | undefined,
): unknown {
  const expected = expectedFailure(thrown);
  if (expected) return new ORPCError('FAILED', { data: failureOf(expected) });
  if (thrown instanceof ORPCError) return thrown;
  if (signal?.aborted) return signal.reason;
  const incident = log.incident(path.join('.'), thrown);
  return new ORPCError('INTERNAL_SERVER_ERROR', { data: { incident } });
}

/** A failure in the shape of the wire. */
export function failureOf(failure: CoreFailure): Failure {
  const { code, message, remedy, data } = failure;
  return { code, message, remedy, data };
}
