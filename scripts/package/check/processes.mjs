import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the session host of a settings' folder says of itself: `pid`, `socket` and more. Throws when none runs. */
export function hostManifest(home) {
  const run = join(home, 'run');
  const name = readdirSync(run).find((one) => /^host-v\d+\.json$/.test(one));
  return JSON.parse(readFileSync(join(run, name), 'utf8'));
}

/** A child of that process whose command line names a script; undefined for none. Linux only. */
export function childOf(parent, script) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => parentOf(pid) === parent && read(pid, 'cmdline').includes(script));
}

/** False for one that nobody has reaped yet, too. */
export function isAlive(pid) {
  const state = read(pid, 'stat').split(') ')[1]?.[0];
  return state !== undefined && state !== 'Z';
}

function parentOf(pid) {
  return Number(read(pid, 'stat').split(') ')[1]?.split(' ')[1]);
}

function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}
