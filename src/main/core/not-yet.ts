import { CoreFailure } from './failure.ts';

/** Answers for a procedure that is agreed on and not built. */
export function notYet(): never {
  throw new CoreFailure({
    code: 'app.notYet',
    message: 'This is not there yet.',
    remedy: 'Wait for a later version.',
    exit: 1,
  });
}
