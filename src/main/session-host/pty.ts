import { platform } from 'node:os';
import type { Launch } from '../../shared/wire/control.ts';
import type { Pty, PtyEvents } from './pty-port.ts';
import { startUnixPty } from './pty-unix.ts';
import { startWindowsPty } from './pty-windows.ts';

/** Starts a process in a new terminal and process group. Throws when the terminal cannot be created. */
export function startPty(launch: Launch, events: PtyEvents): Pty {
  return platform() === 'win32' ? startWindowsPty(launch, events) : startUnixPty(launch, events);
}
