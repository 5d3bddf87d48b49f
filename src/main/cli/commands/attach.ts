import type { Command } from 'commander';
import { CREDIT } from '../../../shared/wire/flow-control.ts';
import { decodeFrame, encodeFrame, OP } from '../../../shared/wire/frames.ts';
import { CoreFailure } from '../../core/failure.ts';
import type { FrameChannel } from '../../core/session/sessions.ts';
import { withPlan } from '../context.ts';
import { keyNamed } from '../key-named.ts';
import { type Answer, type CommonOptions, note } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { withoutAnswers } from '../terminal-answers.ts';

/** Ctrl-\ detaches; all other keys go to the program. */
const DETACH = 0x1c;

export function attachCommand(program: Command, run: Run): void {
  sub(program, 'attach <agent>', 'show a session in this terminal; detach with Ctrl-\\').action(
    run((options, agent: string) => attach(options, agent)),
  );
}

async function attach(options: CommonOptions, word: string): Promise<Answer> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CoreFailure({
      code: 'session.noTerminal',
      message: 'This is not a terminal.',
    });
  }
  return withPlan(options, async ({ project, feature }) => {
    const { plan } = await project.plan(feature);
    const agent = keyNamed(plan, word);
    await project.sessions.refresh();
    const session = project.sessions
      .list(project.repo.id, feature)
      .find((candidate) => candidate.agent === agent && candidate.alive);
    if (!session) {
      throw new CoreFailure({
        code: 'session.none',
        message: `"${agent}" has no live session.`,
        remedy: `Start it with "start ${agent}".`,
      });
    }
    const terminal = terminalChannel(session.id);
    project.sessions.connectViewer(terminal.channel);
    terminal.open();
    await terminal.closed;
    note('\r\nDetached. The session keeps running.');
    return 0;
  });
}

/** Connects this process's terminal to a session as a viewer. */
function terminalChannel(session: number) {
  const toHost: ((frame: Uint8Array) => void)[] = [];
  const onClosed: (() => void)[] = [];
  const size = () => {
    const payload = new Uint8Array(4);
    new DataView(payload.buffer).setUint16(0, process.stdout.columns);
    new DataView(payload.buffer).setUint16(2, process.stdout.rows);
    return payload;
  };
  const tell = (op: (typeof OP)[keyof typeof OP], payload: Uint8Array) => {
    for (const listener of toHost) listener(encodeFrame(op, session, payload));
  };
  let finish = () => {};
  const closed = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const end = () => {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    for (const listener of onClosed) listener();
    finish();
  };
  const typed = (bytes: Buffer) => {
    if (bytes.includes(DETACH)) end();
    else tell(OP.input, withoutAnswers(bytes));
  };
  const channel: FrameChannel = {
    send: (bytes) => shown(bytes, tell, end),
    buffered: 0,
    onFrame: (listener) => void toHost.push(listener),
    onClose: (listener) => void onClosed.push(listener),
    close: end,
  };
  return {
    channel,
    closed,
    open() {
      process.stdin.setRawMode(true);
      process.stdin.on('data', typed);
      process.stdout.on('resize', () => tell(OP.resize, size()));
      const payload = new Uint8Array(8);
      payload.set(size());
      new DataView(payload.buffer).setUint32(4, CREDIT.focused.high);
      tell(OP.attach, payload);
    },
  };
}

function shown(
  bytes: Uint8Array,
  tell: (op: typeof OP.ack, payload: Uint8Array) => void,
  end: () => void,
): void {
  const frame = decodeFrame(bytes);
  if (!frame) return;
  if (frame.op === OP.snapshot) process.stdout.write(frame.payload.subarray(5));
  if (frame.op === OP.output) {
    const { length } = frame.payload;
    process.stdout.write(frame.payload, () => {
      const taken = new Uint8Array(4);
      new DataView(taken.buffer).setUint32(0, length);
      tell(OP.ack, taken);
    });
  }
  if (frame.op === OP.exit || frame.op === OP.refused) end();
}
