import { readJson } from './json-tree.ts';
import { type Parsed, parseYaml } from './tree.ts';

/** Reads one YAML 1.2 or JSON document with source offsets. Throws NotStructural for what only text can merge. */
export function parseContract(text: string): Parsed {
  const json = readJson(text);
  // JSON has no comments, so nothing beside the values.
  return json ? { text, root: json, rest: '' } : parseYaml(text);
}
