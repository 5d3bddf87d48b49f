import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../scripts/build-if-stale.mjs';

/**
 * Runs the benchmarks named on the command line, or all. A benchmark is a file with `bench`, a function that gives rows
 * `{what, value, unit, goal?, met?}`; baselines run interleaved with what they are compared to, so only ratios count.
 */
const folder = import.meta.dirname;
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.replace('.bench.mjs', ''));
const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : all;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  process.exit(2);
}

await buildIfStale();
mkdirSync(join(folder, 'results'), { recursive: true });
for (const name of names) {
  const { bench } = await import(join(folder, `${name}.bench.mjs`));
  const rows = await bench();
  console.log(`\n${name}`);
  console.table(
    rows.map(({ what, value, unit, goal, met }) => ({
      what,
      value: `${value.toPrecision(3)} ${unit}`,
      goal: goal ?? '',
      met: met === undefined ? '' : met ? 'yes' : 'NO',
    })),
  );
  const machine = { node: process.version, kernel: release(), cores: availableParallelism() };
  const record = { at: new Date().toISOString(), machine, rows };
  writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
}
