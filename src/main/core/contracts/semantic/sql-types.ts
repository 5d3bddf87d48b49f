/** Names of equivalent types in SQL dialects. Sizes, spelling and auto-increment do not distinguish types. */
const FAMILIES: Readonly<Record<string, string>> = {
  integer: 'int int4 integer serial serial4 mediumint',
  bigint: 'bigint int8 bigserial serial8',
  smallint: 'smallint int2 smallserial',
  tinyint: 'tinyint',
  text: 'text string varchar varchar2 nvarchar nvarchar2 char character bpchar nchar citext tinytext mediumtext longtext clob|character varying|char varying|national character varying',
  uuid: 'uuid guid uniqueidentifier',
  boolean: 'bool boolean bit',
  decimal: 'decimal numeric dec money',
  double: 'float8 double float|double precision',
  real: 'real float4',
  'timestamp with time zone': 'timestamptz datetimeoffset|timestamp with time zone',
  timestamp: 'timestamp datetime datetime2|timestamp without time zone',
  date: 'date',
  time: 'time|time without time zone',
  'time with time zone': 'timetz|time with time zone',
  json: 'json jsonb',
  bytes: 'bytea blob binary varbinary bytes',
};
const FAMILY_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(FAMILIES).flatMap(([family, names]) => {
    const [words = '', ...phrases] = names.split('|');
    return [...words.split(' '), ...phrases].map((name) => [name, family] as const);
  }),
);

/** Clauses that follow the type in an SQL column definition. */
const ENDS =
  /\s(?:not\s+null|null|primary|references|default|unique|check|generated|collate|auto_?increment|identity|constraint|unsigned|zerofill|on)\b.*$/is;

/** The type at the start of an SQL column definition, such as `uuid not null references users(id)`. */
export function typeIn(sql: string): string {
  return ` ${sql}`.replace(ENDS, '').trim();
}

/** Family of a type; null if unknown, because it may be an alias for any type. */
export function typeFamily(type: string): string | null {
  const isList = /\[\]\s*$|^\s*array\b/i.test(type);
  const plain = typeIn(type)
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(/\[\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const family = FAMILY_OF.get(plain) ?? null;
  return family !== null && isList ? `${family} list` : family;
}
