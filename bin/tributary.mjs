#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const script = resolve(import.meta.dirname, '../out/main/cli.js');
if (!existsSync(script)) {
  console.error('Tributary is not built yet: run "npm run build" first.');
  process.exit(3);
}
const { main } = await import(script);
await main(process.argv.slice(2));
