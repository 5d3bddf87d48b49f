#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Only what very old versions of node understand stands here: they are to be told, not to fail.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Tributary needs Node 20.19 or newer, and this is ${process.versions.node}. Get it from https://nodejs.org or by your version manager.`,
  );
  process.exit(3);
}
// An address, not a path: on Windows a path begins with a drive, which import reads as a protocol.
const script = new URL('../out/main/cli.js', import.meta.url);
if (!existsSync(fileURLToPath(script))) {
  console.error('Tributary is not built yet: run "npm run build" first.');
  process.exit(3);
}
const { main } = await import(script.href);
await main(process.argv.slice(2));
