import type { Exit, Size } from '../../shared/wire/payloads.ts';

export interface Pty {
  readonly pid: number;
  write(bytes: Uint8Array): void;
  resize(size: Size): void;
  pause(): void;
  resume(): void;
}

export interface PtyEvents {
  /** The bytes are good for the time of the call only: their memory is used again. */
  onData(bytes: Uint8Array): void;
  /** After the last data. */
  onExit(exit: Exit): void;
}
