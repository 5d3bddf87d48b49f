import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { installClaude } from './claude/install-claude.mjs';

// With the real command line: the app from plan to merge, with a plan that was written and with one that was proposed, and
// beside it how turns of a session end and what they ask.
// `--sessions`: all scenarios of sessions. Nothing reaches the network once the command line is installed.

const root = resolve(import.meta.dirname, '..');
const flow = ['scripts/claude/flow.mjs'];
const fitted = ['scripts/claude/fitted.mjs'];
const scenarios = [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--config',
  'scripts/claude/vitest.config.ts',
];

function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  return new Promise((done) => {
    child.on('close', (code) => {
      process.stdout.write(text);
      done(code);
    });
  });
}

await buildIfStale();
installClaude();
const started = Date.now();
const parts = process.argv.includes('--sessions')
  ? [scenarios]
  : [flow, fitted, [...scenarios, 'turns']];
const codes = await Promise.all(parts.map(run));
console.log(`test:claude took ${((Date.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
