/** Entries of the build by where they are needed. */
export const HOST_ENTRIES = ['session-host', 'screen-worker', 'sim', 'fork-server'];
export const CLI_ENTRIES = ['cli', 'contract-worker'];
export const DESKTOP_ENTRIES = ['index', 'contract-worker'];
