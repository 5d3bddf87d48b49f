import { type IPty, type IWindowsPtyForkOptions, spawn } from 'node-pty';
import type { Launch } from '../../shared/wire/control.ts';
import type { Pty, PtyEvents } from './pty-port.ts';

/** Starts a program in a pseudo console: node-pty's, or a stand-in for tests on other systems. */
export type SpawnConsole = (
  file: string,
  args: string[],
  options: IWindowsPtyForkOptions,
) => Pick<IPty, 'pid' | 'onData' | 'onExit' | 'write' | 'resize' | 'pause' | 'resume'>;

/** The PTY port over ConPTY, whose text is always UTF-8 and whose programs cannot receive signals. */
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
    // Windows' own ConPTY is kept up to date by the system and adds nothing to our packages.
    useConptyDll: false,
    // This process has no console whose cursor could be inherited; asking for it would wait for an answer.
    conptyInheritCursor: false,
  });
  const decoder = new TextDecoder();
  pty.onData((text) => events.onData(Buffer.from(text, 'utf8')));
  pty.onExit(({ exitCode }) => events.onExit({ code: exitCode, signal: null }));
  return {
    pid: pty.pid,
    // A viewer's frame may end inside a character.
    write: (bytes) => pty.write(decoder.decode(bytes, { stream: true })),
    resize: ({ columns, rows }) => pty.resize(columns, rows),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  };
}
