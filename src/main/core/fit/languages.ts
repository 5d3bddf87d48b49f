/** Programming languages by file extension; other files are not source code. */
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

/** Extensions used only for user interfaces. */
const SCREEN = new Set(
  'astro css erb html jsx less sass scss svelte tsx vue dart swift'.split(' '),
);

function endingOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(dot + 1).toLowerCase() : '';
}

/** The language of a source file; null for other files. */
export function languageOf(path: string): string | null {
  const ending = endingOf(path);
  return Object.hasOwn(LANGUAGES, ending) ? (LANGUAGES[ending] ?? null) : null;
}

/** Whether the file extension belongs to a user interface. */
export function isOfScreens(path: string): boolean {
  return SCREEN.has(endingOf(path));
}
