import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyAsar } from './asar.mjs';
import { FUSE_SENTINEL } from './fuses.mjs';
import { manifest, placeholderFolder } from './layout.mjs';

/** As Electron ships them: run as node, node options and inspecting on, pages from `file:` privileged. */
const SHIPPED_FUSES = '101100010';

/**
 * A folder with what packaging needs of Electron for Linux and nothing that runs: the tree of a package can be made and
 * looked at where Electron's binary cannot be had. The "binary" says its arguments and ends with 133, as without a sandbox.
 */
export function makePlaceholder() {
  rmSync(placeholderFolder, { recursive: true, force: true });
  mkdirSync(join(placeholderFolder, 'resources'), { recursive: true });
  const version = manifest.devDependencies.electron;
  const fuses = `${FUSE_SENTINEL}\x01${String.fromCharCode(SHIPPED_FUSES.length)}${SHIPPED_FUSES}`;
  const files = {
    electron: `#!/bin/sh\necho "placeholder for Electron: $*" >&2\nexit 133\n${fuses}\n`,
    'chrome-sandbox': '#!/bin/sh\nexit 1\n',
    version,
    LICENSE: 'The licence of Electron stands here in a real package.\n',
    'LICENSES.chromium.html': '<p>The licences of Chromium stand here in a real package.</p>\n',
    'resources/default_app.asar': emptyAsar(),
  };
  for (const [name, text] of Object.entries(files)) {
    const mode = ['electron', 'chrome-sandbox'].includes(name) ? 0o755 : 0o644;
    writeFileSync(join(placeholderFolder, name), text, { mode });
  }
  return placeholderFolder;
}
