/** Languages by the end of a file's name. What is not here is no source text of a program. */
const LANGUAGES: Readonly<Record<string, string>> = {
  astro: 'Astro',
  c: 'C',
  cc: 'C++',
  clj: 'Clojure',
  cpp: 'C++',
  cs: 'C#',
  css: 'CSS',
  cxx: 'C++',
  dart: 'Dart',
  erb: 'ERB',
  erl: 'Erlang',
  ex: 'Elixir',
  exs: 'Elixir',
  fs: 'F#',
  go: 'Go',
  graphql: 'GraphQL',
  groovy: 'Groovy',
  h: 'C',
  hpp: 'C++',
  hs: 'Haskell',
  html: 'HTML',
  java: 'Java',
  jl: 'Julia',
  js: 'JavaScript',
  jsx: 'JavaScript',
  kt: 'Kotlin',
  kts: 'Kotlin',
  less: 'CSS',
  lua: 'Lua',
  mjs: 'JavaScript',
  cjs: 'JavaScript',
  ml: 'OCaml',
  php: 'PHP',
  pl: 'Perl',
  prisma: 'Prisma',
  proto: 'Protocol Buffers',
  ps1: 'PowerShell',
  py: 'Python',
  r: 'R',
  rb: 'Ruby',
  rs: 'Rust',
  sass: 'CSS',
  scala: 'Scala',
  scss: 'CSS',
  sh: 'Shell',
  sql: 'SQL',
  svelte: 'Svelte',
  swift: 'Swift',
  tf: 'Terraform',
  ts: 'TypeScript',
  tsx: 'TypeScript',
  vue: 'Vue',
  zig: 'Zig',
};

/** Ends of files that only a user interface is made of. */
const SCREEN = new Set(
  'astro css erb html jsx less sass scss svelte tsx vue dart swift'.split(' '),
);

function endingOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(dot + 1).toLowerCase() : '';
}

/** The language of a source file; null for every other file. */
export function languageOf(path: string): string | null {
  const ending = endingOf(path);
  return Object.hasOwn(LANGUAGES, ending) ? (LANGUAGES[ending] ?? null) : null;
}

/** Whether a file belongs to a user interface by the end of its name. */
export function isOfScreens(path: string): boolean {
  return SCREEN.has(endingOf(path));
}
