/** Marks the fuses in Electron's binary; a version byte, a length byte and one character for each fuse follow. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The fuses in their order in the binary, by electron-builder's names. */
const ORDER = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

/**
 * What Electron's binary is to allow. Nothing of ours runs Electron as node; there are no cookies, whose key would ask for
 * the keychain; pages come from our own scheme. Linux has no check of the archive's integrity.
 */
export function wantedFuses(platform) {
  return {
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: platform !== 'linux',
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  };
}

/** The fuses of a binary as they are. Throws when it has none. */
export function readFuses(bytes) {
  const at = bytes.indexOf(FUSE_SENTINEL);
  if (at < 0) throw new Error('The binary has no fuses');
  const first = at + FUSE_SENTINEL.length + 2;
  const states = ORDER.map((name, index) => [
    name,
    String.fromCharCode(bytes[first + index]) === '1',
  ]);
  return Object.fromEntries(states);
}
