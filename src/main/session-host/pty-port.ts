import type { Exit, Size } from '../../shared/wire/payloads.ts';

export interface Pty {
  readonly pid: number;
  write(bytes: Uint8Array): void;
  resize(size: Size): void;
  pause(): void;
  resume(): void;
}

export interface PtyEvents {
  /** The bytes are valid only during the call: their buffer is reused. */
  onData(bytes: Uint8Array): void;
  /** Called after the last data. */
  onExit(exit: Exit): void;
}
