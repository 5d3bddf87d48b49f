import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

export interface RecordEntry {
  readonly event: string;
  readonly detail: unknown;
}

const entries: RecordEntry[] = [];
let file: string | null = null;
let unwritten: RecordEntry[] = [];

/** Notes what the app asked of the system, which the stand-in never does. Tests read it, here or in the file. */
export function record(event: string, detail: unknown = null): void {
  const entry = { event, detail: plain(detail) };
  entries.push(entry);
  unwritten.push(entry);
  write();
}

/** All that was noted so far, in order. */
export function records(): readonly RecordEntry[] {
  return entries;
}

/** From now on records go to `stand-in.jsonl` in the app's data folder too. */
export function keepRecordsIn(folder: string): void {
  file = join(folder, 'stand-in.jsonl');
  write();
}

function write(): void {
  if (file === null || !existsSync(join(file, '..'))) return;
  const text = unwritten.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  unwritten = [];
  if (text) appendFileSync(file, text);
}

/** Functions and windows say nothing in a file. */
function plain(detail: unknown): unknown {
  return JSON.parse(JSON.stringify(detail ?? null));
}
