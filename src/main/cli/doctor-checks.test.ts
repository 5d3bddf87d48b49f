import { expect, test } from 'vitest';
import { nodeCheck } from '../core/machine/checks.ts';
import { type SandboxSystem, sandboxChecks } from './doctor-checks.ts';

/** A Linux with these settings of the kernel. */
const linux = (
  settings: Readonly<Record<string, string>>,
  more: Partial<SandboxSystem> = {},
): SandboxSystem => ({
  platform: 'linux',
  root: false,
  setting: (name) => settings[name] ?? null,
  isSuidRoot: () => false,
  ...more,
});

const BINARY = '/app/dist/electron';

test.each([
  ['kernel.apparmor_restrict_unprivileged_userns', '1', '0'],
  ['kernel.unprivileged_userns_clone', '0', '1'],
  ['user.max_user_namespaces', '0', '1'],
])('%s = %s keeps the sandbox from working, and the remedy is named', (name, value, allowed) => {
  const system = linux({ [name]: value });
  const [check] = sandboxChecks(BINARY, system);
  expect(check).toMatchObject({ id: 'sandbox', state: 'warning' });
  expect(check?.message).toContain(`${name} is ${value}`);
  expect(check?.remedy).toContain('sudo chmod 4755 "/app/dist/chrome-sandbox"');
  expect(sandboxChecks(null, system)[0]?.remedy).toContain(`sysctl -w ${name}=${allowed}`);
  const helped = linux(
    { [name]: value },
    { isSuidRoot: (path) => path.endsWith('/chrome-sandbox') },
  );
  expect(sandboxChecks(BINARY, helped)[0]?.state).toBe('ok');
});

test('root has none, an ordinary Linux has one, other systems have nothing to say', () => {
  expect(sandboxChecks(BINARY, linux({}, { root: true }))).toMatchObject([
    { state: 'warning', remedy: expect.stringContaining('ordinary user') },
  ]);
  const allowed = { 'kernel.unprivileged_userns_clone': '1' };
  expect(sandboxChecks(BINARY, linux(allowed))).toMatchObject([{ state: 'ok' }]);
  expect(sandboxChecks(BINARY, linux({}, { platform: 'darwin' }))).toEqual([]);
});

test('an old node is missing, with where to get another', () => {
  expect(nodeCheck('20.19.0')).toMatchObject({ state: 'ok', remedy: '' });
  expect(nodeCheck('24.1.0').state).toBe('ok');
  expect(nodeCheck('20.18.9')).toMatchObject({
    state: 'missing',
    remedy: expect.stringContaining('20.19'),
  });
});
