import { expect, test } from 'vitest';
import type { ShellCommand } from '../../shared/shell/messages.ts';
import { type MenuVerbs, menuTemplate } from './menu-template.ts';

const done: string[] = [];
const verbs: MenuVerbs = {
  command: (id) => done.push(id),
  newWindow: () => done.push('new window'),
  openFolder: () => done.push('open folder'),
  openRecent: (path) => done.push(path),
  clearRecent: () => done.push('clear'),
  closePane: () => done.push('close'),
  reloadPage: () => done.push('reload'),
  checkForUpdates: () => done.push('updates'),
};

function command(id: string, more: Partial<ShellCommand> = {}): ShellCommand {
  return { id, title: id, group: 'Plan', chord: null, enabled: true, ...more };
}

const COMMANDS = [
  command('plan.new'),
  command('plan.undo', { chord: 'Mod+Z' }),
  command('agent.add', { chord: 'A' }),
  command('agent.start', { group: 'Run', enabled: false }),
  command('view.inbox', { group: 'View', chord: 'Alt+B' }),
  command('terminal.1', { group: 'View', chord: '1' }),
  command('palette', { group: 'Tributary', chord: 'Mod+K' }),
  command('palette.anywhere', { group: 'Tributary', chord: 'Mod+Shift+P' }),
  command('settings.notices', { group: 'Tributary' }),
  command('theme.dark', { group: 'Tributary' }),
];

type Item = ReturnType<typeof menuTemplate>[number];

function itemsOf(mac: boolean, commands: readonly ShellCommand[] = COMMANDS): Item[] {
  const recent = [{ path: '/work/a&b', name: 'a&b' }];
  const flat = (items: readonly Item[]): Item[] =>
    items.flatMap((item) => [item, ...flat(Array.isArray(item.submenu) ? item.submenu : [])]);
  return flat(menuTemplate({ mac, commands, recent }, verbs));
}

/** Our items look at nothing of the click. */
const click = (item: Item | undefined) => Reflect.apply(item?.click ?? (() => undefined), item, []);

const byId = (items: readonly Item[], id: string) => items.find((item) => item.id === id);

test('every command of the page has an item once, but for second keys and single terminals', () => {
  const items = itemsOf(false);
  const ids = items.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const left = COMMANDS.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
  expect(left).toEqual(['terminal.1', 'palette.anywhere']);
});

test('items run their command, and are grey where it is not possible', () => {
  const items = itemsOf(false);
  expect(byId(items, 'agent.start')?.enabled).toBe(false);
  click(byId(items, 'view.inbox'));
  expect(done.pop()).toBe('view.inbox');
});

test('keys of the page are shown, never taken, and keys of text fields not even shown', () => {
  const items = itemsOf(false);
  expect(byId(items, 'palette')).toMatchObject({
    accelerator: 'CmdOrCtrl+K',
    registerAccelerator: false,
  });
  for (const id of ['plan.undo', 'agent.add', 'view.inbox']) {
    expect(byId(items, id)?.accelerator, id).toBeUndefined();
  }
});

test('a page is never reloaded by a key that a terminal could mean', () => {
  const items = itemsOf(false);
  expect(items.filter(({ role }) => role === 'reload' || role === 'forceReload')).toEqual([]);
  expect(items.find(({ label }) => label === 'Reload the page')?.accelerator).toBeUndefined();
});

test('recent repositories are opened, with their names shown whole', () => {
  const recent = itemsOf(false).find(({ label }) => label === 'a&&b  /work/a&&b');
  click(recent);
  expect(done.pop()).toBe('/work/a&b');
});

test('without a window what opens one is still there', () => {
  const labels = itemsOf(true, []).map(({ label }) => label);
  expect(labels).toContain('Open folder…');
  expect(labels).toContain('New window');
  expect(labels).not.toContain('Plan');
});

test('no menu takes Alt and a letter', () => {
  const marked = itemsOf(false).filter(({ label }) => /(^|[^&])&[^&]/.test(label ?? ''));
  expect(marked).toEqual([]);
});

test('a key that no system knows is not shown', () => {
  const strange = ['Mod+Mod+K', 'Mod+\u{1f600}', 'Mod++', 'Alt+B', 'Mod+Shift+Alt+K'];
  const commands = strange.map((chord, nth) => command(`plan.${nth}`, { chord }));
  for (const { id } of commands)
    expect(byId(itemsOf(false, commands), id)?.accelerator).toBe(undefined);
  const [good] = [command('plan.x', { chord: 'Mod+Shift+P' })];
  expect(byId(itemsOf(false, [good]), 'plan.x')?.accelerator).toBe('CmdOrCtrl+Shift+P');
});

test('nothing but our own item answers the key that closes', () => {
  for (const mac of [true, false]) {
    const roles = itemsOf(mac).flatMap(({ role }) => role ?? []);
    expect(roles.filter((role) => ['close', 'windowMenu', 'fileMenu'].includes(role))).toEqual([]);
    const keys = itemsOf(mac).filter(({ accelerator }) => accelerator === 'CmdOrCtrl+W');
    expect(keys.map(({ label }) => label)).toEqual(['Close']);
  }
});

test('a Mac has its own menu of the app, others have quit and about elsewhere', () => {
  const roles = (mac: boolean) => itemsOf(mac).flatMap(({ role }) => role ?? []);
  for (const role of ['quit', 'about']) {
    expect(roles(true).filter((one) => one === role)).toHaveLength(1);
    expect(roles(false).filter((one) => one === role)).toHaveLength(1);
  }
  expect(roles(true)).toContain('services');
});
