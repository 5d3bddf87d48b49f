import type { Tree } from './tree-shape.ts';

/**
 * Describes a place in a contract: whether the keys of the map there are keywords of its language or names chosen by
 * its authors, such as field names.
 */
export interface Place {
  readonly areNames: boolean;
  /** Inside a description or example, which no program reads. */
  readonly isDocumentation: boolean;
  /** Keys from the root; names and list items are null. */
  readonly words: readonly (string | null)[];
}

export const TOP: Place = { areNames: false, isDocumentation: false, words: [] };

/** Keywords whose map has names as keys. */
const HOLDERS = new Set(
  (
    'properties patternProperties $defs definitions schemas responses parameters requestBodies headers securitySchemes ' +
    'links callbacks paths webhooks channels messages variables tables columns fields types models entities enums endpoints ' +
    'routes operations services volumes networks secrets configs environments environment env env_vars labels annotations ' +
    'data stringData queries relationships relations indexes mapping scopes errorCodes dependentSchemas args'
  ).split(' '),
);
/** Keywords whose map has field names as keys, unless the value is a JSON schema. */
const BODIES = new Set(
  'body query params takes returns input output payload pathParams path_params'.split(' '),
);
/** Keywords whose types list their fields directly, as in `User: {id: {type: string}}`. */
const TYPES = new Set(['types', 'models', 'entities', 'inputs', 'dtos']);
/** Keys that only a schema has. */
const SCHEMA_WORDS = new Set(
  '$ref type properties fields columns content schema allOf anyOf oneOf items enum table'.split(
    ' ',
  ),
);
/** Documentation that no program reads; a map under such a key is a field of that name instead. */
const TEXTS = new Set(
  'description summary title comment comments note notes deprecated tags usage $description $comment'.split(
    ' ',
  ),
);
const SAMPLES = new Set(['example', 'examples', 'externalDocs']);

/** The place of an entry's value, from its key and the place of its parent. */
export function placeIn(place: Place, key: string | null, entry: Entry): Place {
  const { value, isTokens } = entry;
  const word = key === null || place.areNames || isTokens ? null : key;
  const isDocumentation = place.isDocumentation || isText(place, key, entry);
  const words = [...place.words, word];
  if (key === null) return { areNames: false, isDocumentation, words };
  const before = place.words.at(-1);
  const isType = place.areNames && before !== null && before !== undefined && TYPES.has(before);
  const areNames =
    (word !== null && HOLDERS.has(word)) ||
    (word !== null && BODIES.has(word) && !isSchema(value)) ||
    (isType && !isSchema(value)) ||
    (place.areNames && before === 'endpoints' && isGroup(value));
  return { areNames, isDocumentation, words };
}

interface Entry {
  readonly value: Tree;
  /** The map or list that contains the entry. */
  readonly holder: Tree;
  /** In a file of tokens, every key is a name except those of the tokens themselves. */
  readonly isTokens: boolean;
}

function isText(place: Place, key: string | null, { value, holder, isTokens }: Entry): boolean {
  if (key === null || place.areNames) return false;
  if (isTokens) return TEXTS.has(key) && (key.startsWith('$') || isToken(holder));
  return SAMPLES.has(key) || (TEXTS.has(key) && value.kind !== 'map');
}

function isSchema(value: Tree): boolean {
  return (
    value.kind !== 'map' ||
    value.slots.some(
      (slot) => SCHEMA_WORDS.has(slot.name) && (slot.name !== 'type' || slot.value.kind !== 'map'),
    )
  );
}

/** Whether a map groups named endpoints, as in `endpoints.users.list`. */
function isGroup(value: Tree): boolean {
  return (
    value.kind === 'map' &&
    value.slots.every((slot) => slot.value.kind === 'map') &&
    !value.slots.some(({ name }) => /^(?:get|put|post|patch|delete)$/i.test(name))
  );
}

function isToken(holder: Tree): boolean {
  return (
    holder.kind === 'map' && holder.slots.some(({ name }) => name === 'value' || name === '$value')
  );
}
