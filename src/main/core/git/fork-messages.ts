import type { ProcessEnd, ProcessOrder } from '../process.ts';

/** Requests of the app to the fork server. */
export type ToForkServer =
  | { readonly kind: 'start'; readonly id: number; readonly order: ProcessOrder }
  | { readonly kind: 'kill'; readonly id: number; readonly signal: NodeJS.Signals };

/** Answers: `ready` once, then one answer per start. */
export type FromForkServer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'end'; readonly id: number; readonly end: ProcessEnd }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly failure: {
        readonly message: string;
        readonly code: string | undefined;
        readonly syscall: string | undefined;
      };
    };
