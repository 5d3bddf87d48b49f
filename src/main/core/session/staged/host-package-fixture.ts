import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeHostManifest } from '../../../../../scripts/package/write-host-manifest.mjs';

const root = resolve(import.meta.dirname, '../../../../..');

/** A host as a package has it, with the built scripts, but for its node: a line of shell that starts the one we have. */
export function makeHostPackage(folder: string, mark = ''): string {
  mkdirSync(join(folder, 'out'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  cpSync(join(root, 'out/main'), join(folder, 'out/main'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map'),
  });
  const ptyParts = /node-pty($|\/(package\.json|lib|prebuilds)($|\/))/;
  cpSync(join(root, 'node_modules/node-pty'), join(folder, 'node_modules/node-pty'), {
    recursive: true,
    filter: (path) => ptyParts.test(path),
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', mark }));
  const node = `#!/bin/sh\nexec ${process.execPath} "$@"\n`;
  writeFileSync(join(folder, 'tributary-host'), node, { mode: 0o755 });
  writeHostManifest(folder, { node: 'tributary-host', scripts: 'out/main' });
  return folder;
}
