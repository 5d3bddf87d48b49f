import { HOST_ENTRIES } from './entries.mjs';

/** The file in the build that names the scripts of the session host and their chunks: they run from a copy. */
const HOST_FILES = 'host-files.json';

/** A plugin of the bundler that writes that list. */
export function hostFiles() {
  return {
    name: 'host-files',
    generateBundle(_options, bundle) {
      const found = new Set();
      const add = (name) => {
        const part = bundle[name];
        if (found.has(name) || part?.type !== 'chunk') return;
        found.add(name);
        for (const needed of [...part.imports, ...part.dynamicImports]) add(needed);
      };
      for (const entry of HOST_ENTRIES) add(`${entry}.js`);
      const source = `${JSON.stringify([...found].sort())}\n`;
      this.emitFile({ type: 'asset', fileName: HOST_FILES, source });
    },
  };
}
