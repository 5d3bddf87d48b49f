import manifest from '../../../package.json' with { type: 'json' };

/** The version of this app, from its manifest at build time. */
export const VERSION: string = manifest.version;

/** The version of Electron that this app requires. */
export const ELECTRON_VERSION: string = manifest.devDependencies.electron;
