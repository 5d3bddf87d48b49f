import type { Tree } from './tree-shape.ts';

/** Keys of a map are either words of the contract's language, or names that somebody gave, of fields say. */
export interface Place {
  readonly areNames: boolean;
  /** Inside a description or an example: nobody's program reads it. */
  readonly isSaid: boolean;
  /** The keys from the top that are words; names and items are null. */
  readonly words: readonly (string | null)[];
}

export const TOP: Place = { areNames: false, isSaid: false, words: [] };

/** Maps whose keys are names. */
const HOLDERS = new Set(
  (
    'properties patternProperties $defs definitions schemas responses parameters requestBodies headers securitySchemes ' +
    'links callbacks paths webhooks channels messages variables tables columns fields types models entities enums endpoints ' +
    'routes operations services volumes networks secrets configs environments environment env env_vars labels annotations ' +
    'data stringData queries relationships relations indexes mapping scopes errorCodes dependentSchemas args'
  ).split(' '),
);
/** Maps of fields, unless they are written as a schema of JSON. */
const BODIES = new Set(
  'body query params takes returns input output payload pathParams path_params'.split(' '),
);
/** Types of the method's contracts hold their fields at once: `User: {id: {type: string}}`. */
const TYPES = new Set(['types', 'models', 'entities', 'inputs', 'dtos']);
/** What only a schema has. */
const SCHEMA_WORDS = new Set(
  '$ref type properties fields columns content schema allOf anyOf oneOf items enum table'.split(
    ' ',
  ),
);
/** Texts about a thing, which nobody's program reads; a map under such a key is a field of that name. */
const TEXTS = new Set(
  'description summary title comment comments note notes deprecated tags usage $description $comment'.split(
    ' ',
  ),
);
const SAMPLES = new Set(['example', 'examples', 'externalDocs']);

/** What the value of an entry is, told by its key and by where it stands. */
export function placeIn(place: Place, key: string | null, entry: Entry): Place {
  const { value, isTokens } = entry;
  const word = key === null || place.areNames || isTokens ? null : key;
  const isSaid = place.isSaid || isText(place, key, entry);
  const words = [...place.words, word];
  if (key === null) return { areNames: false, isSaid, words };
  const before = place.words.at(-1);
  const isType = place.areNames && before !== null && before !== undefined && TYPES.has(before);
  const areNames =
    (word !== null && HOLDERS.has(word)) ||
    (word !== null && BODIES.has(word) && !isSchema(value)) ||
    (isType && !isSchema(value)) ||
    (place.areNames && before === 'endpoints' && isGroup(value));
  return { areNames, isSaid, words };
}

interface Entry {
  readonly value: Tree;
  /** The map or list that it is an entry of. */
  readonly holder: Tree;
  /** A file of tokens: every key is a name, but for those of a token itself. */
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

/** Endpoints inside are named as well: `endpoints.users.list`. */
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
