import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, root } from './layout.mjs';
import { NODE_VERSION } from './node-binary.mjs';
import { shippedPackages } from './notices.mjs';

function installedVersion(name) {
  const path = join(root, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

/** Writes what a package consists of in CycloneDX: npm's own list, without what only development needs. */
export function writeSbom(target) {
  const windows = process.platform === 'win32';
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const sbom = JSON.parse(
    execFileSync(windows ? 'npm.cmd' : 'npm', words, {
      cwd: root,
      shell: windows,
      encoding: 'utf8',
      maxBuffer: 1e8,
    }),
  );
  const names = [...shippedPackages(), 'electron'];
  const shipped = new Set(names.map((name) => `${name}@${installedVersion(name)}`));
  const components = sbom.components
    .filter(({ name, version }) => shipped.has(`${name}@${version}`))
    .map((component) => ({ ...component, scope: 'required' }));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const own = sbom.metadata.component['bom-ref'];
  const dependencies = sbom.dependencies
    .filter(({ ref }) => refs.has(ref) || ref === own)
    .map(({ ref, dependsOn = [] }) => ({
      ref,
      dependsOn: dependsOn.filter((one) => refs.has(one)),
    }));
  components.push({
    'bom-ref': `node@${NODE_VERSION}`,
    type: 'platform',
    name: 'node',
    version: NODE_VERSION,
    scope: 'required',
    purl: `pkg:generic/node@${NODE_VERSION}`,
  });
  sbom.metadata.component = {
    ...sbom.metadata.component,
    name: manifest.name,
    type: 'application',
  };
  writeFileSync(target, `${JSON.stringify({ ...sbom, components, dependencies }, null, 2)}\n`);
  return components.length;
}
