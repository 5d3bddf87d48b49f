import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckFile, checkFiles } from '../check-files.ts';

const FOLDER = join(import.meta.dirname, 'real');

/** A realistic contract without errors. */
export function realContract(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** Findings in a contract as `rule path`; `more` is further context. */
export function foundIn(path: string, text: string, more: Partial<CheckFile> = {}): string[] {
  const [checked] = checkFiles([{ path: `contracts/${path}`, bytes: Buffer.from(text), ...more }]);
  return (checked?.findings ?? []).map((one) => `${one.rule} ${one.path}`);
}

/** Replaces text that must occur exactly once. */
export function changed(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${from} is there ${parts.length - 1} times.`);
  return parts.join(to);
}
