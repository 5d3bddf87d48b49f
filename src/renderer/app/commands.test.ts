import { expect, test } from 'vitest';
import { defaultTitle } from '../../shared/names.ts';
import { COMMANDS, commandFor, phaseCommands } from './commands.ts';

const elsewhere = { inGraph: false, typing: false };
const inGraph = { inGraph: true, typing: false };
const typing = { inGraph: false, typing: true };

test('no two commands share a name or a chord', () => {
  const ids = COMMANDS.map((command) => command.id);
  const chords = COMMANDS.flatMap((command) => command.chord ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(chords).size).toBe(chords.length);
});

test('graph keys work only in the graph', () => {
  expect(commandFor('M', inGraph)?.id).toBe('agent.move');
  expect(commandFor('M', elsewhere)).toBeNull();
});

test('text fields and terminals keep their own keys', () => {
  expect(commandFor('Mod+Z', elsewhere)?.id).toBe('plan.undo');
  expect(commandFor('Mod+Z', typing)).toBeNull();
  expect(commandFor('Mod+K', typing)).toBeNull();
  expect(commandFor('Mod+Shift+P', typing)?.id).toBe('palette.anywhere');
});

test('each phase that can start has a command', () => {
  const phase = { name: 'phase-1', sync: 'phase-1', agents: [], after: [] };
  const commands = phaseCommands([{ ...phase, state: 'startable' }], defaultTitle);
  expect(commands.map((command) => command.title)).toEqual(['Start phase: Phase 1']);
});
