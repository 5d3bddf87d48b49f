import manifest from '../../../package.json' with { type: 'json' };

/** The version of this app, from its manifest at build time. */
export const VERSION: string = manifest.version;
