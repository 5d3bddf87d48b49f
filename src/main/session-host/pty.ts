import { platform } from 'node:os';
import type { Launch } from '../../shared/wire/control.ts';
import type { Exit, Size } from '../../shared/wire/payloads.ts';
import { startUnixPty } from './pty-unix.ts';
import { startWindowsPty } from './pty-windows.ts';

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

/** Starts a process in a new terminal and process group. Throws when the terminal cannot be made. */
export function startPty(launch: Launch, events: PtyEvents): Pty {
  return platform() === 'win32' ? startWindowsPty(launch, events) : startUnixPty(launch, events);
}
