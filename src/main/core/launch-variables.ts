/**
 * Variables set by the program that started us, for that start only: npm and npx, a surrounding Electron program (an
 * editor's terminal), node's IPC, a desktop file, an AppImage. Neither our window nor processes we start may inherit
 * them.
 */
const OF_A_LAUNCH = new RegExp(
  `^(?:${[
    'npm_(?!config_)\\w+',
    // npm settings that describe its own run; others may be the user's.
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
