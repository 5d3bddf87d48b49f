import { expect, test } from 'vitest';
import { type BatchPort, startable } from './startable.ts';

/** A Windows with these files. */
const windows = (files: Readonly<Record<string, string>>): BatchPort => ({
  platform: 'win32',
  exists: (path) => Object.hasOwn(files, path),
  read: (path) => files[path] ?? '',
});

/** As npm writes it. */
const NPM = `@ECHO off\r
GOTO start\r
:find_dp0\r
SET dp0=%~dp0\r
EXIT /b\r
:start\r
SETLOCAL\r
CALL :find_dp0\r
\r
IF EXIST "%dp0%\\node.exe" (\r
  SET "_prog=%dp0%\\node.exe"\r
) ELSE (\r
  SET "_prog=node"\r
  SET PATHEXT=%PATHEXT:;.JS;=;%\r
)\r
\r
endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & "%_prog%"  "%dp0%\\node_modules\\@anthropic-ai\\claude-code\\cli.js" %*\r
`;
const NPM_EXE = NPM.replace(
  / & "%_prog%" {2}.*/,
  ' & "%dp0%\\node_modules\\c\\bin\\claude.exe"   %*\r',
);
/** As pnpm writes it. */
const PNPM = `@SETLOCAL\r
@IF EXIST "%~dp0\\node.exe" (\r
  "%~dp0\\node.exe"  "%~dp0\\global\\5\\codex\\bin\\codex.js" %*\r
) ELSE (\r
  @SET PATHEXT=%PATHEXT:;.JS;=;%\r
  node  "%~dp0\\global\\5\\codex\\bin\\codex.js" %*\r
)\r
`;

/** Nothing of this may pass through cmd.exe. */
const PROMPT = 'Fix 100% of it:\n"a" & b | c ^ d';

test.each([
  [
    'npm, with a node beside it',
    { 'D:\\npm\\x.cmd': NPM, 'D:\\npm\\node.exe': '' },
    {
      file: 'D:\\npm\\node.exe',
      script: 'D:\\npm\\node_modules\\@anthropic-ai\\claude-code\\cli.js',
    },
  ],
  [
    'npm, with the node of the PATH',
    { 'D:\\npm\\x.cmd': NPM },
    { file: 'node.exe', script: 'D:\\npm\\node_modules\\@anthropic-ai\\claude-code\\cli.js' },
  ],
  [
    'npm, for a program',
    { 'D:\\npm\\x.cmd': NPM_EXE },
    { file: 'D:\\npm\\node_modules\\c\\bin\\claude.exe', script: null },
  ],
  [
    'pnpm',
    { 'D:\\npm\\x.cmd': PNPM },
    { file: 'node.exe', script: 'D:\\npm\\global\\5\\codex\\bin\\codex.js' },
  ],
])('a batch file of %s gives way to what it starts', (_name, files, { file, script }) => {
  expect(startable('D:\\npm\\x.cmd', [PROMPT], windows(files))).toEqual({
    file,
    args: [...(script === null ? [] : [script]), PROMPT],
  });
});

test('a batch file of any other kind is refused with the way out', () => {
  const port = windows({ 'D:\\x.bat': '@echo off\r\ncall other %*\r\n' });
  expect(() => startable('D:\\x.bat', [], port)).toThrowError(
    expect.objectContaining({ code: 'program.batchFile', remedy: expect.stringContaining('.exe') }),
  );
});

test('programs, and files of that name elsewhere, are started as they are', () => {
  const args = [PROMPT];
  expect(startable('D:\\x.exe', args, windows({}))).toEqual({ file: 'D:\\x.exe', args });
  expect(startable('/bin/x.cmd', args, { ...windows({}), platform: 'linux' })).toEqual({
    file: '/bin/x.cmd',
    args,
  });
});
