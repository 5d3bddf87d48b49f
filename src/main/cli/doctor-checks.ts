import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from '../../shared/contract/project.ts';
import { findGh } from '../core/finish/gh.ts';
import { hasDisplay, isRoot } from './desktop/display.ts';
import { electronBinary, electronPlaces, packageToComplete } from './desktop/electron-package.ts';
import { ROOT, sandboxRemedy } from './desktop/explain-exit.ts';
import { howToFetch } from './desktop/fetch-electron.ts';
import { START_ENVIRONMENT } from './start-environment.ts';
import { ELECTRON_VERSION } from './version.ts';

/** GitHub CLI, which is only needed for pull requests. */
export async function ghCheck(): Promise<Check> {
  const file = await findGh();
  return {
    id: 'gh',
    state: file ? 'ok' : 'warning',
    message: file ? `gh at ${file}` : 'gh was not found; it is needed for pull requests only.',
    remedy: file ? '' : 'Install it from https://cli.github.com, then: gh auth login',
  };
}

/** Requirements of the desktop app only. */
export function desktopChecks(home: string): readonly Check[] {
  const places = electronPlaces({ home, version: ELECTRON_VERSION, env: START_ENVIRONMENT });
  const binary = electronBinary(places);
  const electron: Check = {
    id: 'electron',
    state: binary ? 'ok' : 'warning',
    message: binary
      ? `Electron at ${binary}`
      : "Electron's binary is not here yet; the first start with a display downloads it.",
    remedy: binary ? '' : howToFetch(packageToComplete(places), ELECTRON_VERSION),
  };
  const display: Check = hasDisplay()
    ? { id: 'display', state: 'ok', message: 'There is a display', remedy: '' }
    : {
        id: 'display',
        state: 'warning',
        message: 'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.',
        remedy: 'Start from a terminal of the desktop, or use the browser (the command serve).',
      };
  return [electron, display, ...sandboxChecks(binary, THIS_SYSTEM)];
}

/** Access to system settings about sandboxes. */
export interface SandboxSystem {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  /** A kernel setting by name; null when it does not exist. */
  setting(name: string): string | null;
  /** Whether a file is owned by root with the setuid bit. */
  isSuidRoot(path: string): boolean;
}

/** Kernel settings that forbid unprivileged sandboxes, with the forbidding value. */
const FORBIDDING = [
  ['kernel.apparmor_restrict_unprivileged_userns', '1'],
  ['kernel.unprivileged_userns_clone', '0'],
  ['user.max_user_namespaces', '0'],
] as const;

/** Whether Electron's sandbox can work; only relevant on Linux. */
export function sandboxChecks(binary: string | null, system: SandboxSystem): readonly Check[] {
  if (system.platform !== 'linux') return [];
  const warning = { id: 'sandbox', state: 'warning' } as const;
  if (system.root) return [{ ...warning, message: ROOT.reason, remedy: ROOT.remedy }];
  const helper = binary && join(dirname(binary), 'chrome-sandbox');
  const found = FORBIDDING.find(([name, value]) => system.setting(name) === value);
  if (!found || (helper && system.isSuidRoot(helper))) {
    return [{ id: 'sandbox', state: 'ok', message: "Electron's sandbox is allowed", remedy: '' }];
  }
  const [name, value] = found;
  return [
    {
      ...warning,
      message: `${name} is ${value}: Electron's sandbox may not work.`,
      remedy: binary
        ? sandboxRemedy(binary)
        : `Allow it: sudo sysctl -w ${name}=${value === '1' ? '0' : '1'}`,
    },
  ];
}

const THIS_SYSTEM: SandboxSystem = {
  platform: process.platform,
  root: isRoot(),
  setting(name) {
    try {
      return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
    } catch {
      // A kernel without this setting does not forbid it.
      return null;
    }
  },
  isSuidRoot(path) {
    const info = statSync(path, { throwIfNoEntry: false });
    return info !== undefined && info.uid === 0 && (info.mode & 0o4000) !== 0;
  },
};
