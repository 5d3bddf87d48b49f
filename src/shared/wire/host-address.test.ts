import { expect, test } from 'vitest';
import { hostAddress } from './host-address.ts';

test('a socket in the folder, one for each protocol', () => {
  expect(hostAddress('/home/me/.config/tributary/run', 1, 'linux')).toBe(
    '/home/me/.config/tributary/run/host-v1.sock',
  );
});

test('a pipe on Windows that is the same however the folder is spelled, and never too long', () => {
  const pipe = hostAddress('C:\\Users\\Me\\AppData\\Roaming\\tributary\\run', 2, 'win32');
  expect(pipe).toBe('\\\\.\\pipe\\tributary-c-users-me-appdata-roaming-tributary-run-v2');
  expect(hostAddress('c:/users/me/AppData/Roaming/tributary/run', 2, 'win32')).toBe(pipe);
  const [one, other] = ['a', 'b'].map((end) =>
    hostAddress(`C:\\${'deep\\'.repeat(80)}${end}`, 1, 'win32'),
  );
  expect(one).not.toBe(other);
  expect(one?.length).toBeLessThanOrEqual(256);
});
