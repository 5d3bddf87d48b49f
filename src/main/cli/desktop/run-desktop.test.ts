import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DesktopEnd, runDesktop } from './run-desktop.ts';

let folder: string;
let said = '';
let shown: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-run-'));
  said = '';
  shown = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in the binary's place. */
function program(text: string, mode = 0o755): string {
  const path = join(folder, 'electron');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function run(
  binary: string,
  options: { platform?: NodeJS.Platform; silent?: number; patience?: number } = {},
) {
  return runDesktop({
    binary,
    args: ['/app', '--project=/a b'],
    env: { PATH: process.env['PATH'] ?? '', OUT: folder },
    onShown: (pid) => shown.push(pid),
    screen: { write: (text: string) => (said += text) },
    ...options,
  });
}

const sh = (text: string) => run(program(`#!/bin/sh\n${text}\n`));

describe('a binary that shows its window', () => {
  test('gets the words as they are, and its exit code is passed on', async () => {
    const end = await sh(
      'printf "%s|" "$@" > "$OUT/args"; echo $$ > "$OUT/pid"; echo shown >&3; exit 4',
    );
    expect(end).toEqual({ kind: 'ended', code: 4 });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toBe('/app|--project=/a b|');
    expect(shown).toEqual([Number(readFileSync(join(folder, 'pid'), 'utf8'))]);
  });

  test('gets a signal once, however often we do, and may take its time to end', async () => {
    const before = process.listenerCount('SIGTERM');
    const running = sh(
      `trap 'echo got >> "$OUT/signals"; asked=1' INT TERM; echo shown >&3; touch "$OUT/ready"
       while [ -z "$asked" ]; do sleep 0.05; done; sleep 0.2; exit 0`,
    );
    await expect.poll(() => shown.length).toBe(1);
    await expect.poll(() => existsSync(join(folder, 'ready'))).toBe(true);
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    expect(await running).toEqual({ kind: 'ended', code: 0 });
    expect(readFileSync(join(folder, 'signals'), 'utf8')).toBe('got\n');
    expect(process.listenerCount('SIGTERM')).toBeLessThanOrEqual(before);
  });

  test('without a word counts as shown when it lives on, as on Windows', async () => {
    const text = '#!/bin/sh\necho "$TRIBUTARY_LAUNCH_FD" > "$OUT/fd"\n[ -n "$OUT" ] && sleep 0.4\n';
    const end = await run(program(text), { platform: 'win32', silent: 100 });
    expect(end).toEqual({ kind: 'ended', code: 0 });
    expect(shown).toHaveLength(1);
    expect(readFileSync(join(folder, 'fd'), 'utf8')).toBe('\n');
  });
});

test('a running app that took the project is told apart', async () => {
  expect(await sh('echo "handed over" >&3')).toEqual({ kind: 'handed over' });
  expect(shown).toEqual([]);
});

test('a wish to end before there is a window is no failure', async () => {
  const running = sh('touch "$OUT/ready"; while :; do sleep 0.05; done');
  await expect.poll(() => existsSync(join(folder, 'ready'))).toBe(true);
  process.emit('SIGINT', 'SIGINT');
  expect(await running).toEqual({ kind: 'interrupted' });
});

test('an app that ignores signals is killed, which is said', async () => {
  const text = `#!/bin/sh\ntrap '' INT TERM HUP\ntouch "$OUT/ready"\nwhile :; do sleep 0.05; done\n`;
  const running = run(program(text), { patience: 200 });
  await expect.poll(() => existsSync(join(folder, 'ready'))).toBe(true);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await running).toEqual({ kind: 'interrupted' });
  expect(said).toContain('did not end by itself and was killed');
});

test('one that says nothing for long promises no window, and is no failed start', async () => {
  const end = await run(program('#!/bin/sh\nsleep 0.4\n'), { silent: 100 });
  expect(end).toEqual({ kind: 'ended', code: 0 });
  expect(shown).toEqual([]);
  expect(said).toContain('There is no window yet');
});

describe('no window, said in words with what to do', () => {
  /** What Chromium and the loader print, as they print it. */
  const root =
    '[1:FATAL:electron_main_delegate.cc(298)] Running as root without --no-sandbox is not supported.';
  const suid =
    '[1:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured correctly.';
  const display = '[1:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY';
  const library =
    'electron: error while loading shared libraries: libnss3.so: cannot open shared object file';
  const glibc = "electron: /lib/libc.so.6: version `GLIBC_2.34' not found (required by electron)";

  test.each([
    [root, 133, /does not start as root/, /ordinary user/],
    [suid, 133, /sandbox work/, /chrome-sandbox.*4755[\s\S]*apparmor_restrict/],
    ['[1:FATAL:zygote_host.cc(126)] No usable sandbox!', 133, /sandbox work/, /chown root:root/],
    [display, 1, /display does not answer/, /DISPLAY/],
    [library, 127, /libnss3\.so/, /apt install libnss3$/],
    [glibc, 1, /C library lacks GLIBC_2\.34/, /newer system/],
    ['Unable to find Electron app at /app', 1, /not built/, /npm run build/],
    ['boom', 9, /exit code 9 before it showed a window: boom/, /doctor/],
  ])('%s', async (line, code, reason, remedy) => {
    writeFileSync(join(folder, 'words'), `noise\n${line}\n`);
    const end = await sh(`cat "$OUT/words" >&2; exit ${code}`);
    expect(end).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    });
    // It is seen as it comes, too.
    expect(said).toContain(line);
  });

  const failed = (reason: RegExp): DesktopEnd => ({
    kind: 'failed',
    reason: expect.stringMatching(reason),
    remedy: expect.stringMatching(/./),
  });

  test('a signal of its own', async () => {
    expect(await sh('kill -TRAP $$')).toEqual(failed(/ended by SIGTRAP/));
  });

  test('a file that may not be run, that is none, that is gone, whose loader is missing', async () => {
    // Root may run nothing without an executable bit either.
    expect(await run(program('#!/bin/sh\n', 0o644))).toEqual(failed(/may not be run/));
    expect(await run(program('\0garbage'))).toEqual(failed(/damaged or made for another/));
    expect(await run(join(folder, 'gone'))).toEqual(failed(/is gone/));
    expect(await run(program('#!/lib/no-such-loader\n'))).toEqual(failed(/glibc/));
  });
});
