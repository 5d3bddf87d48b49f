import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';

/** VS Code acknowledges in steps of this many characters. */
const ACKNOWLEDGE = 5000;

/** The baseline host as a process of its own. */
export async function startModel(folder) {
  const path = join(folder, 'vscode.sock');
  const child = fork(join(import.meta.dirname, 'vscode-model.mjs'), [path]);
  await new Promise((done) => child.once('message', done));
  return {
    /** Acknowledges by itself what came, unless the caller does. */
    open(command, onText, { acknowledges = false } = {}) {
      const socket = connect(path);
      let owed = 0;
      const send = (message) => socket.write(`${JSON.stringify(message)}\n`);
      send({ command });
      socket.setEncoding('utf8');
      socket.on('data', (text) => {
        if (!acknowledges) owed += text.length;
        for (; owed >= ACKNOWLEDGE; owed -= ACKNOWLEDGE) send({ ack: ACKNOWLEDGE });
        onText(text);
      });
      socket.on('error', () => socket.destroy());
      const ended = new Promise((done) => socket.once('close', done));
      return {
        ended,
        type: (input) => send({ input }),
        acknowledge: (ack) => send({ ack }),
        close: () => socket.destroy(),
      };
    },
    stop: () => child.kill('SIGKILL'),
  };
}
