import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { planSchema } from '../../../shared/plan/schema.ts';
import { configSchema } from '../config/config.ts';

const folder = resolve(import.meta.dirname, '../../../../resources/schemas');

/** `npx vitest run src/main/core/plan/schemas --update=all` writes the files anew. */
test.each([
  ['plan.schema.json', planSchema, 'A Tributary plan'],
  ['config.schema.json', configSchema, "A project's configuration for Tributary"],
])('%s is what the app reads', async (name, schema, title) => {
  const json = {
    $id: `tributary://schemas/${name}`,
    title,
    ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  };
  await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot(resolve(folder, name));
});
