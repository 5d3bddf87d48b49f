import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { CoreFailure } from '../failure.ts';

/** Writes a new plan file atomically. Fails with `plan.notWritten`: read-only, disk full. */
export async function writePlanText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  } catch (thrown) {
    throw notWritten(path, thrown);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on this disk and try again.',
  EEXIST: 'Another program has written it meanwhile: open it.',
};

/** The failure for a plan file that could not be written. */
export function notWritten(path: string, thrown: unknown): CoreFailure {
  const { code, message } = thrown as NodeJS.ErrnoException;
  return new CoreFailure({
    code: 'plan.notWritten',
    message: `${path} could not be written: ${message}.`,
    remedy: code && code in REMEDIES ? `${REMEDIES[code]} The file is as it was.` : undefined,
    data: { path, errno: code ?? null },
  });
}
