import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { toolScript } from './tool.mjs';

const root = resolve(import.meta.dirname, '..');
const tsc = toolScript('typescript', 'tsc');
const steps = [
  [
    'format, lint, layers',
    toolScript('@biomejs/biome', 'biome'),
    ['check', '--error-on-warnings', '.'],
  ],
  ['types of shared', tsc, ['-p', 'tsconfig.shared.json']],
  ['types of main', tsc, ['-p', 'tsconfig.main.json']],
  ['types of preload', tsc, ['-p', 'tsconfig.preload.json']],
  ['types of e2e', tsc, ['-p', 'tsconfig.e2e.json']],
  ['types of renderer', tsc, ['-p', 'tsconfig.renderer.json']],
  ['types of renderer tests', tsc, ['-p', 'tsconfig.renderer-tests.json']],
  ['types of scripts', tsc, ['-p', 'tsconfig.scripts.json']],
  ['unused code', toolScript('knip'), ['--no-progress']],
];

function run([name, script, args]) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root });
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
