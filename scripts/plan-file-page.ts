import { stringify } from 'yaml';
import * as z from 'zod';

/** One table of the reference page: the keys of a map. */
interface Section {
  readonly title: string;
  readonly about: string;
  readonly fields: z.ZodObject;
}

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

const HEAD = `# The plan file and the configuration

Every key of \`plans/<feature>.plan.yaml\` and of \`.tributary/config.yaml\`. This page is made from the schemas that the app
reads with. Unknown keys are kept, and the linter reports them. JSON schemas for editors: [plan](../resources/schemas/plan.schema.json),
[configuration](../resources/schemas/config.schema.json).
`;

/** The reference page of all keys, with type, meaning and an example each. */
export function planFilePage(sections: readonly Section[]): string {
  const parts = sections.map(({ title, about, fields }) => {
    const schema = z.toJSONSchema(fields, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    const required = new Set(schema.required);
    const rows = Object.entries(schema.properties ?? {}).map(([key, field]) => {
      const example = `${key}: ${stringify(field.examples?.[0], { collectionStyle: 'flow' })}`;
      return `| \`${key}\`${required.has(key) ? ' (required)' : ''} | ${typeWords(field)} | ${cell(field.description ?? '')} | \`${cell(example.trim())}\` |`;
    });
    return `## ${title}\n\n${about}\n\n| key | type | meaning | example |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return [HEAD, ...parts].join('\n');
}

function typeWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeWords))].join(', or ');
  if (schema.type === 'array') return `list of ${plural(schema.items ?? {})}`;
  if (schema.type === 'object') return mapWords(schema);
  return (
    { string: 'text', boolean: '`true`, `false`', integer: 'whole number' }[schema.type ?? ''] ??
    schema.type ??
    'any'
  );
}

function mapWords({ properties, required = [] }: JsonSchema): string {
  const keys = Object.keys(properties ?? {});
  return keys.length === 1 && required.length === 1 ? `map with \`${keys[0]}\`` : 'map';
}

function plural(items: JsonSchema): string {
  const words = typeWords(items);
  return words === 'text' ? 'texts' : words === 'map' ? 'maps' : words;
}

/** Text in a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
