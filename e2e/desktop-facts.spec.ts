import { join } from 'node:path';
import { runElectron, runSmallApp, writeSmallApp } from './support/small-app.ts';
import { expect, test } from './support/test.ts';

/**
 * Facts of Electron that the app relies on, each with the page of its documentation or specs. They hold for the stand-in,
 * and in `npm run e2e:electron` for Electron itself.
 */

// default_app/main.ts: `electron <folder>` reads the folder's package.json; `electron <file>` reads none.
test('a folder gives the app its name and version, a file does not', async ({ workspace }) => {
  const main = `say([app.name, app.getVersion(), app.getAppPath(), process.defaultApp, app.isPackaged]);
    say(process.versions.electron === app.getVersion());
    app.exit(0);`;
  const packageJson = { productName: 'Small App' };
  const folder = await writeSmallApp(workspace, { main, packageJson });
  const run = await runElectron(workspace, [folder, 'more']);
  expect(run.said[0]).toEqual(['Small App', '1.2.3', folder, true, false]);
  const file = await runElectron(workspace, [join(folder, 'main.mjs')]);
  expect(file.said[0]).toEqual(['Electron', expect.any(String), folder, true, false]);
  expect(file.said[1]).toBe(true);
});

// docs/api/environment-variables.md, ELECTRON_RUN_AS_NODE: "starts the process as a normal Node.js process".
test('the binary is a plain node where it is asked to be', async ({ workspace }) => {
  const script = 'console.log(JSON.stringify([typeof process.versions.electron, process.type]))';
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const run = await runElectron(workspace, ['--eval', script], { env });
  expect(run.said).toEqual([['string', null]]);
  const path = 'console.log(JSON.stringify(process.execPath))';
  const [execPath] = (await runElectron(workspace, ['--eval', path], { env })).said;
  expect(execPath).toMatch(/electron/i);
});

// docs/api/app.md, `before-quit`, `will-quit`, `quit`, and `window-all-closed`: "not emitted" after app.quit().
test('quitting closes windows between two events, and waits for no promise', async ({
  workspace,
}) => {
  const { said, code } = await runSmallApp(workspace, {
    main: `for (const name of ['before-quit', 'will-quit', 'quit', 'window-all-closed']) app.on(name, () => say(name));
      process.on('exit', (code) => say('exit ' + code));`,
    ready: `const window = await show();
      window.on('close', () => say('close'));
      window.on('closed', () => say('closed'));
      app.once('will-quit', () => void Promise.resolve().then(() => new Promise(setImmediate)).then(() => say('late')));
      app.quit();`,
  });
  expect(code).toBe(0);
  const order = said.filter((word) => word !== 'late');
  expect(order).toEqual(['before-quit', 'close', 'closed', 'will-quit', 'quit', 'exit 0']);
  expect(said).not.toContain('late');
});

// docs/api/app.md: preventDefault on each of the three stops it; `app.exit` asks nobody.
test('each listener can stop quitting, and none can stop exiting', async ({ workspace }) => {
  const { said, code } = await runSmallApp(workspace, {
    ready: `const window = await show();
      const once = (emitter, name) => emitter.once(name, (event) => { event.preventDefault(); say(name); });
      const stays = async (what) => { app.quit(); await new Promise((done) => setTimeout(done, 50)); say(what + ' ' + BrowserWindow.getAllWindows().length); };
      once(app, 'before-quit'); await stays('kept');
      once(window, 'close'); await stays('kept');
      once(app, 'will-quit'); await stays('left');
      app.on('before-quit', () => say('never')); app.on('will-quit', () => say('never'));
      app.exit(7);`,
  });
  expect(said).toEqual(['before-quit', 'kept 1', 'close', 'kept 1', 'will-quit', 'left 0']);
  expect(code).toBe(7);
});

// spec/api-app-spec.ts, "exits gracefully": a process that is asked to end by the system quits, with code 0.
test('a signal quits', async ({ workspace }) => {
  const main = "app.on('will-quit', () => say('will-quit'));";
  const folder = await writeSmallApp(workspace, { main, ready: "say('ready');" });
  const { said, code } = await runElectron(workspace, [folder], {
    onSaid: (value, kill) => value === 'ready' && kill('SIGTERM'),
  });
  expect([...said, code]).toEqual(['ready', 'will-quit', 0]);
});

// docs/api/process.md and spec/node-spec.ts: rejections are warned of; exceptions reach a listener; neither ends it.
test('neither a rejection nor a caught exception ends the app', async ({ workspace }) => {
  const { said, errors, code } = await runSmallApp(workspace, {
    ready: `process.on('uncaughtException', (error) => { say('caught ' + error.message); setTimeout(() => app.exit(0), 20); });
      void Promise.reject(new Error('nobody listens'));
      setTimeout(() => { say('goes on'); throw new Error('thrown'); }, 50);`,
  });
  expect(said).toEqual(['goes on', 'caught thrown']);
  expect(errors).toContain('nobody listens');
  expect(code).toBe(0);
});

// docs/api/app.md, `second-instance`: after `ready`; the order of argv changes and words are added; data arrives as it is.
test('a second instance hands over its data, its folder, and its words in another order', async ({
  workspace,
}) => {
  const folder = await writeSmallApp(workspace, {
    main: `const first = app.requestSingleInstanceLock({ project: '/a b', nested: [1, null] });
      say(first);
      if (!first) app.exit(0);
      app.on('second-instance', (_event, argv, cwd, data) => {
        say({ argv: argv.slice(1), cwd, data, ready: app.isReady() });
        app.exit(0);
      });`,
    ready: `say('waits');`,
  });
  let second: ReturnType<typeof runElectron> | null = null;
  const words = [folder, '--project=/a b'];
  const first = await runElectron(workspace, [folder], {
    onSaid(value) {
      if (value === 'waits') second = runElectron(workspace, words, { cwd: '/' });
    },
  });
  expect(await second).toMatchObject({ said: [false], code: 0 });
  const told = first.said[2];
  expect(told).toMatchObject({
    cwd: '/',
    data: { project: '/a b', nested: [1, null] },
    ready: true,
  });
  const argv: readonly string[] = Reflect.get(Object(told), 'argv');
  expect(argv).toEqual(expect.arrayContaining(words));
  // Whoever takes words by their place is wrong.
  expect(argv.indexOf(folder)).toBeGreaterThan(argv.indexOf('--project=/a b'));
});

// docs/api/message-port-main.md and docs/tutorial/message-ports.md ("close event"): messages wait for start(); `close` is emitted when the other end closes or goes.
test('ports wait until they are started, and tell when the other end closed', async ({
  workspace,
}) => {
  const { said } = await runSmallApp(workspace, {
    preload: `const { ipcRenderer } = require('electron');
      ipcRenderer.on('port', (event, what) => {
        const [port] = event.ports;
        if (what === 'close') port.close();
        else { port.onmessage = ({ data }) => port.postMessage('back ' + data); }
      });`,
    ready: `const window = await show();
      const open = (what) => {
        const { port1, port2 } = new electron.MessageChannelMain();
        window.webContents.postMessage('port', what, [port2]);
        return port1;
      };
      const closed = open('close');
      closed.on('close', () => {
        say('closed by the page');
        const port = open('echo');
        port.postMessage('hello');
        setTimeout(() => { say('started'); port.start(); }, 100);
        port.on('message', ({ data }) => { say(data); window.webContents.reload(); });
        port.on('close', () => { say('closed by a reload'); app.exit(0); });
      });
      closed.start();`,
  });
  expect(said).toEqual(['closed by the page', 'started', 'back hello', 'closed by a reload']);
});

// docs/api/session.md and spec/chromium-spec.ts ("navigator.clipboard.write"): the handlers decide; none allows all.
test('permissions are what the handlers say, and everything without them', async ({
  workspace,
}) => {
  const { said } = await runSmallApp(workspace, {
    preload: `const { contextBridge, ipcRenderer } = require('electron');
      contextBridge.exposeInMainWorld('tell', (value) => ipcRenderer.send('tell', value));`,
    page: `(async () => {
      const state = async (name) => (await navigator.permissions.query({ name })).state;
      const copied = await navigator.clipboard.writeText('x').then(() => 'copied', ({ name, message }) => name + ': ' + message);
      tell([await state('geolocation'), await state('notifications'), copied]);
    })();`,
    ready: `const told = () => new Promise((done) => ipcMain.once('tell', (_event, value) => done(value)));
      let next = told();
      const window = await show({ show: true });
      say((await next).slice(0, 2));
      session.defaultSession.setPermissionCheckHandler(() => false);
      session.defaultSession.setPermissionRequestHandler((_contents, _name, answer) => answer(false));
      next = told();
      window.webContents.reload();
      say(await next);
      app.exit(0);`,
  });
  expect(said[0]).toEqual(['granted', 'granted']);
  expect(said[1]).toEqual([
    'denied',
    'denied',
    expect.stringMatching(/^NotAllowedError: .*Write permission denied/),
  ]);
});

// docs/api/context-bridge.md and docs/tutorial/context-isolation.md.
test('the bridge is there before the page, proxies functions, and copies everything else', async ({
  workspace,
}) => {
  const { said } = await runSmallApp(workspace, {
    preload: `const { contextBridge, ipcRenderer } = require('electron');
      window.leaked = 'from the preload';
      class Point { constructor() { this.x = 1; } length() { return 1; } }
      contextBridge.exposeInMainWorld('api', {
        tell: (value) => ipcRenderer.send('tell', value),
        ask: (value) => ipcRenderer.invoke('ask', value),
        twice: (callback) => callback(2) * 2,
        fails: () => { throw new Error('on purpose'); },
        later: async () => ({ at: 'last' }),
        nested: { list: [1, 2] },
        point: new Point(),
      });`,
    page: `(async () => {
      const failed = (act) => { try { act(); return 'no'; } catch (error) { return error.message; } };
      api.tell([
        typeof window.leaked, typeof require, Object.isFrozen(api), api.twice((x) => x + 1), failed(api.fails),
        await api.later(), api.nested, 'length' in api.point,
        await api.ask('good'), await api.ask('bad').catch((error) => error.message),
        failed(() => { 'use strict'; api.nested = 1; }),
      ]);
    })();`,
    ready: `ipcMain.handle('ask', (_event, value) => { if (value === 'bad') throw new Error('refused'); return [value]; });
      ipcMain.on('tell', ({ senderFrame }, value) => { say(value); say([senderFrame.url, senderFrame.parent]); app.exit(0); });
      await show();`,
  });
  const [first, frame] = said;
  expect(first).toMatchObject([
    'undefined',
    'undefined',
    true,
    6,
    'on purpose',
    { at: 'last' },
    { list: [1, 2] },
    false,
    ['good'],
    "Error invoking remote method 'ask': Error: refused",
    expect.stringMatching(/read only|Cannot assign/),
  ]);
  expect(frame).toEqual(['app://small/index.html', null]);
});

// docs/api/protocol.md, docs/api/browser-window.md, docs/api/web-contents.md (`will-navigate`).
test('what comes too early, too late, or after the end throws; only pages are asked before they navigate', async ({
  workspace,
}) => {
  const { said } = await runSmallApp(workspace, {
    main: `const failed = (act) => { try { act(); return 'no'; } catch (error) { return error.message; } };
      say(/before app is ready/i.test(failed(() => new BrowserWindow({}))));`,
    ready: `say(/before app is ready/i.test(failed(() => protocol.registerSchemesAsPrivileged([]))));
      const window = await show();
      const went = [];
      window.webContents.on('will-navigate', (event) => { went.push(event.url); event.preventDefault(); });
      const loaded = new Promise((done) => window.webContents.once('did-finish-load', done));
      window.webContents.reload();
      await loaded;
      await window.webContents.executeJavaScript("location.href = '/elsewhere.html'; 0");
      while (went.length === 0) await new Promise((done) => setTimeout(done, 20));
      say([went, window.webContents.getURL()]);
      const { webContents } = window;
      window.destroy();
      say([window.isDestroyed(), failed(() => window.show()), failed(() => webContents.reload())]);
      app.exit(0);`,
  });
  expect(said).toEqual([
    true,
    true,
    [['app://small/elsewhere.html'], 'app://small/index.html'],
    [true, 'Object has been destroyed', 'Object has been destroyed'],
  ]);
});
