import { readdirSync, readFileSync } from 'node:fs';

/** What Linux tells of processes; nothing, 0 or empty for one that has ended. */

const TICKS_PER_SECOND = 100;

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}

export function programOf(pid) {
  return read(`/proc/${pid}/comm`).trim();
}

/** Its words with a NUL behind each. */
export function commandOf(pid) {
  return read(`/proc/${pid}/cmdline`);
}

export function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** It and all that it has started. */
export function treeOf(pid) {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

function childrenOf(pid) {
  return tasksOf(pid).flatMap((task) => {
    const text = read(`/proc/${pid}/task/${task}/children`).trim();
    return text === '' ? [] : text.split(' ').map(Number);
  });
}

function tasksOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** CPU seconds of processes with everything they started, ended children included. */
export function secondsOf(pids) {
  let ticks = 0;
  for (const pid of pids) {
    const fields = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ');
    for (const at of [11, 12, 13, 14]) ticks += Number(fields[at] ?? 0);
  }
  return ticks / TICKS_PER_SECOND;
}
