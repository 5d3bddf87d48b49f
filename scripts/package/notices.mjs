import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLED_PACKAGES } from './bundled-packages.mjs';
import { packageTree } from './copy.mjs';
import { root } from './layout.mjs';
import { STANDARD_TEXTS } from './standard-licenses.mjs';

const RULE = '='.repeat(100);
/** Its style sheet goes into ours by a plugin, which the list of bundled files does not show. */
const BY_PLUGIN = ['tailwindcss'];
const BUILDS = ['main', 'preload', 'renderer'];

/** The npm packages in what is shipped: bundled, or beside the bundle as they are. */
export function shippedPackages() {
  const bundled = BUILDS.flatMap((build) =>
    JSON.parse(readFileSync(join(root, 'out', build, BUNDLED_PACKAGES), 'utf8')),
  );
  const beside = [...packageTree('node-pty'), ...packageTree('@parcel/watcher')];
  return [...new Set([...bundled, ...beside, ...BY_PLUGIN])].sort();
}

/**
 * Writes the licences of everything by others that is shipped. `node` is the licence file of the node in the package, left
 * out where none is shipped. Throws for a package without a licence.
 */
export function writeNotices(target, { node } = {}) {
  const parts = shippedPackages().map(noticeOf);
  if (node) parts.push(notice('Node.js', 'see below', readFileSync(node, 'utf8')));
  const head = `Tributary contains software by others, under the licences below (${parts.length} parts).\n`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, [head, ...parts].join('\n'));
  return parts.length;
}

function noticeOf(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const kind = typeof license === 'string' ? license : license?.type;
  const text = licenseText(folder) ?? standardText(kind, author);
  if (!kind || !text) throw new Error(`${name} ${version} has no licence that could be given`);
  return notice(`${name} ${version}`, kind, text);
}

function notice(name, kind, text) {
  return `${RULE}\n${name} (${kind})\n${RULE}\n\n${text.trim()}\n`;
}

function licenseText(folder) {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const found = files.find((name) => /^(licen[cs]e|copying)/i.test(name));
  return found ? readFileSync(join(folder, found), 'utf8') : null;
}

/** For a package that names its licence but does not bring its text. */
function standardText(kind, author) {
  const holder = typeof author === 'string' ? author : author?.name;
  const text = STANDARD_TEXTS[kind];
  return text ? text.replace('[holder]', holder ?? 'the authors') : null;
}
