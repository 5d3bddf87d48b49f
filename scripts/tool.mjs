import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * The script of a development tool, to be run by node: what npm puts into `.bin` cannot be started everywhere. `name` is
 * the package, `command` one of its programs where that has another name.
 */
export function toolScript(name, command = name) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, bin[command]);
}
