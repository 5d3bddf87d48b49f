/** Whether a window can be shown. Only Linux may have no display. */
export function hasDisplay(
  env: Readonly<NodeJS.ProcessEnv> = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Electron refuses to start as root on Linux, where its sandbox cannot work. */
export function isRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}
