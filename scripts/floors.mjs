// The floors of src/main/core, and the import rules that follow from them. Run it with --write after a change of the
// table: it writes biome.floors.json.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** From top to bottom. A folder imports from floors below its own only, never from beside or above. */
export const FLOORS = [
  ['demo'],
  ['project'],
  ['resolve', 'review', 'finish'],
  ['sync', 'housekeeping'],
  ['agents', 'remote'],
  ['run'],
  ['radar'],
  ['status', 'landing'],
  ['merge', 'worktree', 'trust'],
  ['plan'],
  ['fit'],
  ['contracts', 'journal'],
  ['machine'],
  ['git', 'config', 'gate', 'layout'],
  ['session'],
  ['conversation', 'yaml'],
];

const SHELLS = ['electron', 'server', 'cli', 'session-host', 'api'];
const SHELL_MESSAGE = 'core imports core and shared only: it knows no shell.';
const OUTSIDE = [
  'electron',
  'electron/**',
  '**/main/electron/**',
  '**/main/server/**',
  '**/main/cli/**',
  '**/main/api/**',
  '**/session-host/**',
  '**/renderer/**',
  '**/preload/**',
  ...SHELLS.map((shell) => `../**/${shell}/**`),
];
/** The ways to another folder of core, from a file of a folder and from one of a folder inside it. */
const waysTo = (folder) => [`../${folder}/**`, `../../${folder}/**`, `../../../${folder}/**`];

/** The folders of core that a folder may not import. */
export function wallsOf(folder) {
  const floor = FLOORS.findIndex((folders) => folders.includes(folder));
  return FLOORS.slice(0, floor + 1)
    .flat()
    .filter((other) => other !== folder);
}

/** Biome's override for one folder, or for the files of core that lie in none. */
function ruleOf(folder) {
  const walls =
    folder === null
      ? FLOORS.flat().map((other) => `./${other}/**`)
      : wallsOf(folder).flatMap(waysTo);
  const patterns = [
    { group: OUTSIDE, message: SHELL_MESSAGE },
    ...(walls.length > 0
      ? [
          {
            group: walls,
            message: 'that folder stands above or beside this one: see scripts/floors.mjs.',
          },
        ]
      : []),
  ];
  return {
    includes: [
      folder === null ? 'src/main/core/*.ts' : `src/main/core/${folder}/**`,
      '!**/*.test.ts',
      '!**/*-fixture.ts',
    ],
    linter: {
      rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } },
    },
  };
}

/** The whole text of `biome.floors.json`, which `biome.json` extends: one line for each folder. */
export function floorsConfig() {
  const rules = [null, ...FLOORS.flat()].map((folder) => `  ${JSON.stringify(ruleOf(folder))}`);
  return `{"overrides": [\n${rules.join(',\n')}\n]}\n`;
}

if (process.argv.includes('--write')) {
  writeFileSync(join(resolve(import.meta.dirname, '..'), 'biome.floors.json'), floorsConfig());
}
