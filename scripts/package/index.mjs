import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../build-if-stale.mjs';
import { checksumLines } from './checksums.mjs';
import { makeDeb } from './deb.mjs';
import { manifest, platformName, releaseFolder } from './layout.mjs';
import { makeParts, runBuilder } from './make.mjs';
import { writeSbom } from './sbom.mjs';

// `npm run package`: installers for the system and processor that this runs on, in out/package/release, with checksums.
// Words are for electron-builder, for example `-- --dir`. Needs a network: Electron's binary, tools for installers.

const ARTIFACTS = /\.(dmg|zip|exe|deb|rpm|AppImage|yml|blockmap|cdx\.json)$/;

await buildIfStale();
makeParts();
runBuilder(process.argv.slice(2));
if (process.platform === 'linux') {
  makeDeb(
    join(releaseFolder, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked'),
  );
}
writeSbom(join(releaseFolder, `tributary-${manifest.version}-${platformName}.cdx.json`));
const names = readdirSync(releaseFolder).filter(
  (name) => ARTIFACTS.test(name) && name !== 'builder-debug.yml',
);
const sums = checksumLines(releaseFolder, names);
writeFileSync(join(releaseFolder, `SHA256SUMS-${platformName}`), sums);
console.log(sums);
