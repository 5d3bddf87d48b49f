// The binary as a program with windows: what Electron's own start does, then the app that the arguments name.
import Module, { register } from 'node:module';
import './as-electron.mjs';

const address = new URL('./electron.mjs', import.meta.url).href;
process.argv = [process.execPath, ...process.argv.slice(2)];
process.type = 'browser';
register('./hooks.mjs', import.meta.url, { data: address });

const { boot } = await import(new URL('./boot.mjs', import.meta.url).href);
const electron = await import(address);
// `require('electron')`, which Playwright uses.
const load = Module._load;
Module._load = (name, ...more) =>
  name === 'electron' || name === 'electron/main' ? electron : load(name, ...more);

const { default: browser } = await import(new URL('./browser.mjs', import.meta.url).href);
await boot(browser).catch((error) => {
  // As in Electron: an app that fails to load leaves its process behind, with a dialog.
  process.emit('uncaughtException', error);
});
