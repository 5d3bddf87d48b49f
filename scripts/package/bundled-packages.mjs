/** The file in each folder of the build that names the npm packages whose code or data went into it. */
export const BUNDLED_PACKAGES = 'bundled-packages.json';

/** A plugin of the bundler that writes that list: their licences have to be given with what is shipped. */
export function bundledPackages() {
  return {
    name: 'bundled-packages',
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : part.originalFileNames,
      );
      const packages = [...new Set(ids.map(packageOfFile))].filter((name) => name !== null).sort();
      const source = `${JSON.stringify(packages)}\n`;
      this.emitFile({ type: 'asset', fileName: BUNDLED_PACKAGES, source });
    },
  };
}

/** "@scope/name" of the innermost package that a file belongs to; null for our own. */
function packageOfFile(id) {
  const inside = id.replaceAll('\\', '/').split('node_modules/').slice(1).pop();
  if (inside === undefined) return null;
  return inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
}
