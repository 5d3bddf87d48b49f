/** The desktop shell's binary when `npm run e2e:electron` runs the specs in it instead of a browser. */
export const ELECTRON = process.env['TRIBUTARY_ELECTRON'] ?? null;

export const DESKTOP_SCHEME = 'electron:';

/** The address of a repository when the desktop shell serves it. */
export function desktopUrl(repository: string): string {
  return `${DESKTOP_SCHEME}${repository}`;
}
