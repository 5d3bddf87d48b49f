import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { withChunks } from '../imports.mjs';
import { entryPaths, platformName, root } from './layout.mjs';

/** Copies built entries with their chunks, without source maps. */
export function copyScripts(names, folder) {
  for (const path of withChunks(entryPaths(names))) {
    const target = join(folder, relative(root, path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
}

/** What a package needs at run time, of those whose files are known; others are taken whole. */
const PARTS = {
  'node-pty': [/^package\.json$/, /^LICENSE$/, /^lib($|\/(?!.*\.test\.js).*)/],
  '@parcel/watcher': [/^package\.json$/, /^LICENSE$/, /^(index|wrapper)\.js$/],
};
/** Needed to compile, not to run. */
const BUILD_ONLY = ['node-addon-api'];

/** Copies a package and all that it needs at run time into `folder/node_modules`, for this platform alone. */
export function copyPackage(name, folder) {
  for (const one of packageTree(name)) {
    const source = join(root, 'node_modules', one);
    const parts = [...(PARTS[one] ?? [/^/]), new RegExp(`^prebuilds($|/${platformName}($|/))`)];
    cpSync(source, join(folder, 'node_modules', one), {
      recursive: true,
      filter: (path) => {
        const name = relative(source, path).replaceAll('\\', '/');
        return (
          name === '' ||
          (!/\.(map|pdb|md|flow|d\.ts)$/.test(name) && parts.some((part) => part.test(name)))
        );
      },
    });
  }
}

/** A package, its dependencies and their own; of optional ones those that are installed, which are this platform's. */
export function packageTree(name, found = new Set()) {
  if (found.has(name) || BUILD_ONLY.includes(name)) return found;
  const about = installed(name);
  if (!about) return found;
  found.add(name);
  const needs = { ...about.dependencies, ...about.optionalDependencies };
  for (const need of Object.keys(needs)) packageTree(need, found);
  return found;
}

function installed(name) {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  } catch {
    // A build for another platform.
    return null;
  }
}
