import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  configFields,
  contractFields,
  roleFields,
  templateFields,
} from '../src/main/core/config/config.ts';
import { agentFields, optionsFields, planFields, syncFields } from '../src/shared/plan/schema.ts';
import { planFilePage } from './plan-file-page.ts';

const SECTIONS = [
  { title: 'Plan', about: 'The top of a plan file.', fields: planFields },
  { title: 'Agent', about: 'An entry of `agents`.', fields: agentFields },
  {
    title: 'Options of an agent',
    about: '`options` of an agent whose `runs` is `claude`.',
    fields: optionsFields,
  },
  { title: 'Sync point', about: 'An entry of `syncs`.', fields: syncFields },
  { title: 'Configuration', about: 'The top of `.tributary/config.yaml`.', fields: configFields },
  { title: 'Contract', about: 'An item of `contracts`.', fields: contractFields },
  { title: 'Role', about: 'An entry of `roles`.', fields: roleFields },
  { title: 'Template', about: 'An entry of `templates`.', fields: templateFields },
];

/** `npx vitest run scripts/plan-file-page --update=all` writes the page anew. */
test('docs/plan-file.md is what the schemas say', async () => {
  const page = resolve(import.meta.dirname, '../docs/plan-file.md');
  await expect(planFilePage(SECTIONS)).toMatchFileSnapshot(page);
});

test('every key has a meaning and an example that its schema takes', () => {
  for (const { title, fields } of SECTIONS)
    for (const [key, schema] of Object.entries(fields.shape)) {
      const said = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      expect(said.description, `${title} ${key}`).toMatch(/\.$|;/);
      const example = z.safeParse(schema, said.examples?.[0]);
      expect(example.success, `${title} ${key}`).toBe(true);
    }
});
