import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { CoreFailure } from './failure.ts';

/**
 * Refuses to write a repository file whose path contains a symbolic link that leads outside or nowhere, or a file in
 * place of a folder. `file` is relative to the checkout. Fails with `file.linked` and `file.noFolder`.
 */
export async function requireOwnPlace(checkout: string, file: string): Promise<void> {
  const root = await realpath(checkout);
  const parts = file.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const part = parts.slice(0, count).join('/');
    const path = join(checkout, part);
    const link = await readlink(path).catch(() => null);
    if (link !== null) await requireLinkWithin(root, { part, path, link });
    const info = await stat(path).catch(() => null);
    if (info === null) return;
    if (count < parts.length && !info.isDirectory()) throw noFolder(part);
  }
}

async function requireLinkWithin(
  root: string,
  at: { readonly part: string; readonly path: string; readonly link: string },
): Promise<void> {
  const target = await realpath(at.path).catch(() => null);
  if (target?.startsWith(root + sep)) return;
  const place = target ?? resolve(dirname(at.path), at.link);
  const why = target === null ? 'which is not there' : 'which is outside the repository';
  throw new CoreFailure({
    code: 'file.linked',
    message: `${at.part} is a link to ${place}, ${why}: nothing is written there.`,
    data: { link: at.part, target: place },
  });
}

function noFolder(part: string): CoreFailure {
  return new CoreFailure({
    code: 'file.noFolder',
    message: `${part} is no folder; a folder of this name is needed.`,
    data: { path: part },
  });
}
