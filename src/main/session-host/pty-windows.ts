import { type IPty, type IWindowsPtyForkOptions, spawn } from 'node-pty';
import type { Launch } from '../../shared/wire/control.ts';
import type { Pty, PtyEvents } from './pty-port.ts';

/** Starts a program in a pseudo console; node-pty's, or a stand-in for it where there is no Windows. */
export type SpawnConsole = (
  file: string,
  args: string[],
  options: IWindowsPtyForkOptions,
) => Pick<IPty, 'pid' | 'onData' | 'onExit' | 'write' | 'resize' | 'pause' | 'resume'>;

/** The same port over ConPTY, whose text is always UTF-8 and whose programs end without signals. */
export function startWindowsPty(
  launch: Launch,
  events: PtyEvents,
  spawnConsole: SpawnConsole = spawn,
): Pty {
  const pty = spawnConsole(launch.file, launch.args, {
    name: 'xterm-256color',
    cols: launch.columns,
    rows: launch.rows,
    cwd: launch.cwd,
    env: launch.env,
    // The one that comes with Windows is kept up to date with it, and asks nothing of our packages.
    useConptyDll: false,
    // There is no console here whose cursor could be inherited; asking for it would wait for an answer.
    conptyInheritCursor: false,
  });
  const decoder = new TextDecoder();
  pty.onData((text) => events.onData(Buffer.from(text, 'utf8')));
  pty.onExit(({ exitCode }) => events.onExit({ code: exitCode, signal: null }));
  return {
    pid: pty.pid,
    // A character may be cut where a viewer's frame ends.
    write: (bytes) => pty.write(decoder.decode(bytes, { stream: true })),
    resize: ({ columns, rows }) => pty.resize(columns, rows),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  };
}
