import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bin = (name) => resolve(root, 'node_modules/.bin', name);
const steps = [
  ['format, lint, layers', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types of shared', bin('tsc'), ['-p', 'tsconfig.shared.json']],
  ['types of main', bin('tsc'), ['-p', 'tsconfig.main.json']],
  ['types of preload', bin('tsc'), ['-p', 'tsconfig.preload.json']],
  ['types of e2e', bin('tsc'), ['-p', 'tsconfig.e2e.json']],
  ['types of renderer', bin('tsc'), ['-p', 'tsconfig.renderer.json']],
  ['unused code', bin('knip'), ['--no-progress']],
];

function run([name, command, args]) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok' : 'FAILED'}  ${name}`);
      if (code !== 0) console.log(output);
      done(code === 0);
    });
  });
}

let good = true;
for (const step of steps) good = (await run(step)) && good;
process.exit(good ? 0 : 1);
