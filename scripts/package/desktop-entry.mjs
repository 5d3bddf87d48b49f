import { desktopBinary, manifest } from './layout.mjs';

/** Addresses and kinds of files that the app opens: `tributary://` links, and folders by "Open with". */
export const MIME_TYPES = ['x-scheme-handler/tributary', 'inode/directory'];

/** What menus and launchers of Linux read, but for the line that starts the app. */
export const DESKTOP_ENTRY = {
  Name: manifest.productName,
  Comment: manifest.description,
  Categories: 'Development;',
  Keywords: 'git;worktree;agent;merge;terminal;',
  MimeType: `${MIME_TYPES.join(';')};`,
  StartupNotify: 'true',
  StartupWMClass: manifest.productName,
};

/** The desktop file of an installation in `folder`. */
export function desktopFile(folder) {
  const entry = {
    Type: 'Application',
    ...DESKTOP_ENTRY,
    Icon: desktopBinary,
    Exec: `${folder}/${desktopBinary} %U`,
    Terminal: 'false',
  };
  const lines = Object.entries(entry).map(([key, value]) => `${key}=${value}`);
  return `[Desktop Entry]\n${lines.join('\n')}\n`;
}
