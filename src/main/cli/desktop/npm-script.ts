import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathOf, programIn } from '../../core/program-search.ts';

/**
 * npm's JavaScript entry, to be run by node: the batch file on Windows cannot be started without a shell. Null when npm
 * is missing.
 */
export function npmScript(env: Readonly<NodeJS.ProcessEnv>): string | null {
  const script = join('npm', 'bin', 'npm-cli.js');
  const node = dirname(process.execPath);
  const places = [
    join(node, 'node_modules', script),
    join(node, '..', 'lib', 'node_modules', script),
  ];
  const program = programIn(pathOf(env), 'npm');
  if (program !== null) {
    places.unshift(join(dirname(program), 'node_modules', script), realpathSync(program));
  }
  return places.find((place) => place.endsWith('npm-cli.js') && existsSync(place)) ?? null;
}
