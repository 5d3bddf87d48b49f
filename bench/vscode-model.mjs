import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { spawn } from 'node-pty';

// A terminal host with the flow control of VS Code, as a baseline: text instead of bytes, joined for 5 ms, paused at
// 100,000 characters that the viewer has not acknowledged, resumed at 5,000. One session for each connection. The client
// sends lines of JSON: `{command}` first, then `{input}` and `{ack}`.

const JOIN = 5;
const HIGH = 100_000;
const LOW = 5000;

createServer({ noDelay: true }, (socket) => {
  let pty = null;
  let text = '';
  let timer = null;
  let unacknowledged = 0;
  let paused = false;

  function flush() {
    timer = null;
    socket.write(text);
    text = '';
  }
  function start(command) {
    pty = spawn('/bin/sh', ['-c', command], { cols: 120, rows: 36 });
    pty.onData((data) => {
      unacknowledged += data.length;
      if (!paused && unacknowledged > HIGH) {
        paused = true;
        pty.pause();
      }
      text += data;
      timer ??= setTimeout(flush, JOIN);
    });
    pty.onExit(() => {
      if (timer) clearTimeout(timer);
      flush();
      socket.end();
    });
  }
  createInterface({ input: socket }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.command) start(message.command);
    if (message.input) pty.write(message.input);
    unacknowledged = Math.max(0, unacknowledged - (message.ack ?? 0));
    if (paused && unacknowledged < LOW) {
      paused = false;
      pty.resume();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => pty?.kill('SIGKILL'));
}).listen(process.argv[2], () => process.send?.('listening'));
