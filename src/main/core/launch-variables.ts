/**
 * Set by what started us, and meant for that one start: npm and npx, an Electron program around us (an editor's terminal),
 * node's own channels, a desktop file, an AppImage. Neither our window nor anything that we start may see them.
 */
const OF_A_LAUNCH = new RegExp(
  `^(?:${[
    'npm_(?!config_)\\w+',
    // Of npm's settings those that describe its own run; the rest may be the user's.
    'npm_config_(?:user_agent|local_prefix|node_gyp|npm_version|init_module|globalconfig|global_prefix|userconfig)',
    'INIT_CWD',
    'NODE',
    'NODE_OPTIONS',
    'NODE_CHANNEL_\\w+',
    'NODE_UNIQUE_ID',
    'ELECTRON_\\w+',
    'CHROME_DESKTOP',
    'APPIMAGE',
    'APPDIR',
    'OWD',
    'ARGV0',
    'GIO_LAUNCHED_\\w+',
    'DESKTOP_STARTUP_ID',
    'XDG_ACTIVATION_TOKEN',
    'BAMF_DESKTOP_FILE_HINT',
    'TRIBUTARY_DESKTOP',
  ].join('|')})$`,
);

/** Whether a variable belongs to one start of a program rather than to the user. */
export function isLaunchVariable(name: string): boolean {
  return OF_A_LAUNCH.test(name);
}
