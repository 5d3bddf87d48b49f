import type { Size, SnapshotPart } from '../../../shared/wire/payloads.ts';

/** Messages between the host's main thread and the screen worker. Those of one session are handled in order. */
export type ToWorker =
  | { readonly kind: 'create'; readonly id: number; readonly size: Size }
  | { readonly kind: 'write'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'resize'; readonly id: number; readonly size: Size }
  | { readonly kind: 'snapshot'; readonly id: number; readonly request: number }
  /** Requests the rows of the screen as parsed so far. */
  | { readonly kind: 'rows'; readonly id: number; readonly request: number }
  | { readonly kind: 'remove'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'parsed'; readonly id: number; readonly bytes: number }
  | {
      readonly kind: 'part';
      readonly request: number;
      readonly part: SnapshotPart;
      readonly last: boolean;
    }
  | { readonly kind: 'rows'; readonly request: number; readonly rows: readonly string[] }
  | { readonly kind: 'reply'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'title'; readonly id: number; readonly title: string }
  | { readonly kind: 'bell'; readonly id: number };
