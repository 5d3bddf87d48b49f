import { cpSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withChunks } from '../imports.mjs';
import { packageTree } from './copy.mjs';
import { DESKTOP_ENTRY, MIME_TYPES } from './desktop-entry.mjs';
import { DESKTOP_ENTRIES } from './entries.mjs';
import { wantedFuses } from './fuses.mjs';
import {
  cliFolder,
  desktopBinary,
  desktopFolder,
  entryPaths,
  hostFolder,
  manifest,
  noticesFile,
  PACKAGED_NOTE,
  releaseFolder,
  root,
} from './layout.mjs';

// What electron-builder is told. Secrets come by its own environment variables; without them nothing is signed but macOS
// builds by themselves ("ad hoc"), without which the system shows no notifications.

const scripts = withChunks(entryPaths(DESKTOP_ENTRIES)).map((path) => relative(root, path));
const watcher = [...packageTree('@parcel/watcher')].map((name) => `node_modules/${name}/**`);
const canSignMac = Boolean(process.env.CSC_LINK || process.env.CSC_NAME);
const canNotarize = Boolean(process.env.APPLE_API_KEY || process.env.APPLE_ID);
const azure = process.env.AZURE_SIGNING_ENDPOINT && {
  endpoint: process.env.AZURE_SIGNING_ENDPOINT,
  codeSigningAccountName: process.env.AZURE_SIGNING_ACCOUNT,
  certificateProfileName: process.env.AZURE_SIGNING_PROFILE,
  publisherName: process.env.AZURE_SIGNING_PUBLISHER,
};

export default {
  appId: 'dev.tributary.desktop',
  productName: manifest.productName,
  copyright: `Copyright ${manifest.author.name}`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders
  artifactName: 'tributary-${version}-${os}-${arch}.${ext}',
  directories: { output: releaseFolder, buildResources: join(root, 'resources/build') },
  // Node addons come as prebuilt files; compiling them would need headers that are not here.
  npmRebuild: false,
  asar: true,
  asarUnpack: ['**/*.node'],
  files: [
    ...scripts,
    { from: desktopFolder, to: 'out/main', filter: [PACKAGED_NOTE] },
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    'resources/icons/linux/*.png',
    ...watcher,
    '!**/*.{map,pdb,md,flow,d.ts}',
    '!out/*/bundled-packages.json',
    '!node_modules/@parcel/watcher/{src,scripts,binding.gyp}',
    '!node_modules/{node-pty,node-addon-api}/**',
  ],
  extraResources: [
    { from: noticesFile, to: 'THIRD-PARTY-NOTICES.txt' },
    { from: join(root, 'LICENSE'), to: 'LICENSE.txt' },
    { from: join(root, 'resources/build/apparmor-profile'), to: 'apparmor-profile' },
  ],
  // Copied here, since electron-builder leaves every node_modules out of extra resources.
  afterPack: ({ appOutDir, electronPlatformName, packager }) => {
    const app = `${packager.appInfo.productFilename}.app/Contents/Resources`;
    const resources = join(appOutDir, electronPlatformName === 'darwin' ? app : 'resources');
    cpSync(hostFolder, join(resources, 'host'), { recursive: true });
    cpSync(cliFolder, join(resources, 'cli'), { recursive: true });
    rmSync(join(resources, 'default_app.asar'), { force: true });
  },
  electronFuses: wantedFuses(process.platform),
  protocols: [{ name: 'Tributary link', schemes: ['tributary'] }],
  publish: process.env.TRIBUTARY_UPDATES
    ? [{ provider: 'generic', url: process.env.TRIBUTARY_UPDATES }]
    : null,
  ...(process.env.TRIBUTARY_ELECTRON_DIST
    ? { electronDist: process.env.TRIBUTARY_ELECTRON_DIST }
    : {}),
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    icon: join(root, 'resources/icons/tributary.icns'),
    ...(canSignMac ? {} : { identity: '-' }),
    hardenedRuntime: canSignMac,
    notarize: canSignMac && canNotarize,
    entitlements: join(root, 'resources/build/entitlements.mac.plist'),
    entitlementsInherit: join(root, 'resources/build/entitlements.mac.plist'),
    extendInfo: {
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'Folder',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'Alternate',
          LSItemContentTypes: ['public.folder'],
        },
      ],
    },
  },
  win: {
    target: ['nsis'],
    icon: join(root, 'resources/icons/tributary.ico'),
    ...(azure ? { azureSignOptions: azure } : {}),
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    include: join(root, 'resources/build/installer.nsh'),
  },
  linux: {
    // The deb is made by deb.mjs, which is tested on every system that has dpkg.
    target: ['rpm', 'AppImage'],
    executableName: desktopBinary,
    icon: join(root, 'resources/icons/linux'),
    category: 'Development',
    maintainer: `${manifest.author.name} <${manifest.author.email}>`,
    mimeTypes: MIME_TYPES,
    desktop: { entry: DESKTOP_ENTRY },
  },
  rpm: {
    afterInstall: join(root, 'resources/build/after-install.sh'),
    afterRemove: join(root, 'resources/build/after-remove.sh'),
  },
};
