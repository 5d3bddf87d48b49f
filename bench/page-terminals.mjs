import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

/**
 * Pages with terminals for benchmarks: that of the app, and a bare one over the baseline host with the flow control of
 * VS Code, whose terminals are all written as soon as something comes, as there.
 */

const require = createRequire(import.meta.url);
const packageFile = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);

export async function bareTerminals(browser, { columns, rows }) {
  const page = await browser.newPage({ viewport: { width: 2000, height: 1200 } });
  await page.setContent('<div id="terminals"></div>');
  await page.addStyleTag({ path: packageFile('@xterm/xterm', 'css/xterm.css') });
  await page.addScriptTag({ path: packageFile('@xterm/xterm', 'lib/xterm.js') });
  await page.evaluate(
    ([cols, lines]) => {
      globalThis.makeTerminal = () => {
        const terminal = new globalThis.Terminal({ cols, rows: lines, scrollback: 5000 });
        const place = document.createElement('div');
        document.getElementById('terminals').append(place);
        terminal.open(place);
        return terminal;
      };
    },
    [columns, rows],
  );
  return page;
}

/** MB/s of the parser alone, in a page without anything else, its terminal opened and drawn or not. */
export async function parserAlone(page, bytes, { columns, rows, drawn }) {
  return page.evaluate(
    async ([encoded, cols, lines, open]) => {
      const all = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
      const terminal = new globalThis.Terminal({ cols, rows: lines, scrollback: 5000 });
      const place = document.createElement('div');
      document.getElementById('terminals').prepend(place);
      if (open) terminal.open(place);
      const piece = 64 * 1024;
      const began = performance.now();
      await new Promise((done) => {
        for (let at = 0; at < all.length; at += piece) {
          const last = at + piece >= all.length;
          terminal.write(all.subarray(at, at + piece), last ? done : undefined);
        }
      });
      const rate = all.length / 1e3 / (performance.now() - began);
      terminal.dispose();
      place.remove();
      return rate;
    },
    [bytes.toString('base64'), columns, rows, drawn],
  );
}

/** A bridge of WebSockets to sessions of the baseline: the command in the address, then text both ways. */
export async function bridgeModel(model) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket, request) => {
    const command = decodeURIComponent(request.url.slice(1));
    const session = model.open(command, (text) => socket.send(text), { acknowledges: true });
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if (message.ack) session.acknowledge(message.ack);
      else session.type(message.input);
    });
    session.ended.then(() => socket.close());
    socket.on('close', () => session.close());
  });
  await new Promise((done) => server.once('listening', done));
  return {
    address: `ws://127.0.0.1:${server.address().port}`,
    stop: () => server.close(),
  };
}

/** Shows sessions of the baseline in a bare page; the first one has the focus. */
export async function showModel(page, address, commands) {
  await page.evaluate(
    ([base, lines]) => {
      // As VS Code acknowledges: in steps, from the callback of what was parsed.
      const STEP = 5000;
      globalThis.modelSockets = lines.map((line, index) => {
        const terminal = globalThis.makeTerminal();
        const socket = new WebSocket(`${base}/${encodeURIComponent(line)}`);
        let owed = 0;
        socket.onmessage = ({ data }) =>
          terminal.write(data, () => {
            owed += data.length;
            if (owed < STEP) return;
            socket.send(JSON.stringify({ ack: owed }));
            owed = 0;
          });
        terminal.onData((input) => socket.send(JSON.stringify({ input })));
        if (index === 0) terminal.focus();
        return socket;
      });
    },
    [address, commands],
  );
}

/** Milliseconds from keys in the focused terminal until its rows changed. */
export async function echoesIn(page, count) {
  await page.evaluate(() => {
    const times = [];
    let pressed = null;
    const rows = document.activeElement.closest('.xterm').querySelector('.xterm-rows');
    const onKey = () => {
      pressed = performance.now();
    };
    const observer = new MutationObserver(() => {
      if (pressed === null) return;
      times.push(performance.now() - pressed);
      pressed = null;
    });
    observer.observe(rows, { childList: true, subtree: true, characterData: true });
    window.addEventListener('keydown', onKey, true);
    window.benchEchoes = {
      times,
      stop() {
        observer.disconnect();
        window.removeEventListener('keydown', onKey, true);
      },
    };
  });
  for (let key = 0; key < count; key += 1) {
    const before = await page.evaluate(() => window.benchEchoes.times.length);
    await page.keyboard.press('abcdefghij'[key % 10]);
    await page.waitForFunction((least) => window.benchEchoes.times.length > least, before);
    await pause(30);
  }
  return page.evaluate(() => {
    window.benchEchoes.stop();
    return window.benchEchoes.times;
  });
}
