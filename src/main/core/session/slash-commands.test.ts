import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { write } from '../project/project-fixture.ts';
import { slashCommands } from './slash-commands.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-slash-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('commands and skills of the project are offered with what they say of themselves', async () => {
  write(folder, {
    '.claude/commands/planner.md': 'Plan the work.\nThen stop.\n',
    '.claude/commands/team/review.md': '---\ndescription: Look at a change\n---\nLook.\n',
    '.claude/commands/notes.txt': 'no command\n',
    '.claude/skills/designer/SKILL.md': '---\nname: designer\ndescription: Draws\n---\n',
    '.claude/skills/empty/README.md': 'no skill\n',
    '.claude/commands/odd.md': '---\n: [\n---\nStill there.\n',
  });
  expect(await slashCommands(folder)).toEqual([
    { name: 'designer', kind: 'skill', description: 'Draws' },
    { name: 'odd', kind: 'command', description: 'Still there.' },
    { name: 'planner', kind: 'command', description: 'Plan the work.' },
    { name: 'review', kind: 'command', description: 'Look at a change' },
  ]);
});

test('a project without any has none', async () => {
  expect(await slashCommands(folder)).toEqual([]);
});
