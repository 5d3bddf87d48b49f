/** File format of a contract, derived from its name. */
export type ContractForm = 'yaml' | 'json' | 'json with comments';

const JSON_FILE = /\.(?:jsonc?|code-workspace)$|^\.swcrc$/i;
/** Names of files whose tools accept comments in JSON. */
const WITH_COMMENTS = [
  /^[tj]sconfig(?:[.-].*)?\.json$/i,
  /\.jsonc$/i,
  /\.code-workspace$/i,
  /^\.?devcontainer\.json$/i,
  /^\.swcrc$/i,
  /^\.eslintrc\.json$/i,
  /^api-extractor(?:[.-].*)?\.json$/i,
];
const FOLDER_WITH_COMMENTS = /(?:^|[\\/])\.vscode[\\/][^\\/]+\.json$/i;

/** `comments` is the configured value, if any; it overrides the default for the name. */
export function formOf(path: string, comments?: boolean | undefined): ContractForm {
  const name = path.replace(/^.*[\\/]/, '');
  if (!JSON_FILE.test(name)) return 'yaml';
  const isKnown = FOLDER_WITH_COMMENTS.test(path) || WITH_COMMENTS.some((one) => one.test(name));
  return (comments ?? isKnown) ? 'json with comments' : 'json';
}
