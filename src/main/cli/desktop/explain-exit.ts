import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { debianPackage } from './debian-packages.ts';

/** How the desktop app ended before it showed a window. */
export interface EarlyEnd {
  readonly binary: string;
  /** Set when the binary could not be started at all. */
  readonly error?: NodeJS.ErrnoException;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last part of its standard error. */
  readonly stderr: string;
}

export interface Explanation {
  readonly reason: string;
  readonly remedy: string;
}

/** What to do when the system does not allow the sandbox. The first way lasts until Electron is updated. */
export function sandboxRemedy(binary: string): string {
  const helper = join(dirname(binary), 'chrome-sandbox');
  return [
    `Give Electron its helper: sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`,
    'Or install the .deb package of Tributary, which brings an AppArmor profile.',
    'Ubuntu 23.10 and newer can also allow it to all programs until the next restart:',
    '  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  ].join('\n');
}

export const ROOT: Explanation = {
  reason: 'Electron does not start as root, since its sandbox cannot work there.',
  remedy: 'Start Tributary as an ordinary user to get the desktop app.',
};

const NO_DISPLAY: Explanation = {
  reason: 'The display does not answer (DISPLAY or WAYLAND_DISPLAY names one that is gone).',
  remedy: 'Start from a terminal of the running desktop, or correct DISPLAY.',
};

/** Known messages of Chromium and the loader with their explanations. The first match wins. */
const SAID: readonly (readonly [RegExp, (found: RegExpExecArray, end: EarlyEnd) => Explanation])[] =
  [
    [/Running as root without --no-sandbox/, () => ROOT],
    [
      /SUID sandbox helper|No usable sandbox|chrome-sandbox is owned by root|CLONE_NEWUSER|userns/i,
      (_found, { binary }) => ({
        reason: "The system does not let Electron's sandbox work.",
        remedy: sandboxRemedy(binary),
      }),
    ],
    [
      /Missing X server|cannot open display|Unable to open X display|Failed to connect to Wayland|ozone_platform/i,
      () => NO_DISPLAY,
    ],
    [
      /error while loading shared libraries: ([^\s:]+)/,
      ([, library = '']) => {
        const name = debianPackage(library);
        return {
          reason: `A library that Electron needs is missing: ${library}.`,
          remedy: name
            ? `On Debian and Ubuntu: sudo apt install ${name}`
            : "Install the package of your system that has it; Electron's documentation lists what it needs.",
        };
      },
    ],
    [
      /version [`']?(GLIBC\w*_[\d.]+)'? not found/,
      ([, version]) => ({
        reason: `This system is too old for Electron: its C library lacks ${version}.`,
        remedy: 'Use the browser here, or a newer system.',
      }),
    ],
    [
      // A file that is no program for this system is run by a shell, which reports errors in its first lines.
      /electron: (?:line )?\d+: |Exec format error|cannot execute binary file/i,
      (_found, { binary }) => damaged(binary),
    ],
    [
      /Cannot find module|ERR_MODULE_NOT_FOUND|Unable to find Electron app/,
      () => ({
        reason: 'The desktop app is not built, or files of it are missing.',
        remedy: 'Build it again: npm ci && npm run build',
      }),
    ],
  ];

/** Explains why there is no window and what can be done. */
export function explainEarlyEnd(end: EarlyEnd): Explanation {
  if (end.error) return explainError(end.error, end.binary);
  for (const [pattern, words] of SAID) {
    const found = pattern.exec(end.stderr);
    if (found) return words(found, end);
  }
  const how = end.signal ? `by ${end.signal}` : `with exit code ${end.code}`;
  const last = end.stderr.trim().split('\n').at(-1)?.trim();
  return {
    reason: `The desktop app ended ${how} before it showed a window${last ? `: ${last}` : '.'}`,
    remedy:
      'Run "doctor" to look for causes. The log of the app is logs/tributary.log in the settings folder, if it got that far.',
  };
}

function explainError(error: NodeJS.ErrnoException, binary: string): Explanation {
  const again = fetchAgain(binary);
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return {
        reason: `Electron's binary may not be run: ${binary}.`,
        remedy: `chmod +x "${binary}", or move the folder off a disk that is mounted noexec.`,
      };
    case 'ENOENT':
      // The file exists, so the loader that it names is missing.
      if (existsSync(binary)) {
        return {
          reason: 'Electron needs the C library glibc, which this system does not have (musl?).',
          remedy: 'Use the browser here; Electron has no build for this system.',
        };
      }
      return { reason: `Electron's binary is gone: ${binary}.`, remedy: again };
    case 'ENOEXEC':
    case 'UNKNOWN':
      return damaged(binary);
    default:
      return { reason: `Electron could not be started: ${error.message}.`, remedy: again };
  }
}

function damaged(binary: string): Explanation {
  return {
    reason: `Electron's binary is damaged or made for another kind of machine: ${binary}.`,
    remedy: fetchAgain(binary),
  };
}

function fetchAgain(binary: string): string {
  return `Fetch it again: remove ${dirname(binary)} and start Tributary.`;
}
