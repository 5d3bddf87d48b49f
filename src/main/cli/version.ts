import manifest from '../../../package.json' with { type: 'json' };

/** The version of this app, from its manifest at build time. */
export const VERSION: string = manifest.version;

/** The version of Electron that this app is made for. */
export const ELECTRON_VERSION: string = manifest.devDependencies.electron;
