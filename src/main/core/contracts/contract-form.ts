/** How a contract is written, as its name tells. */
export type ContractForm = 'yaml' | 'json' | 'json with comments';

const JSON_FILE = /\.(?:jsonc?|code-workspace)$|^\.swcrc$/i;
/** Files that their own programs read with comments, by name or by folder. */
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

/** `comments`: what the configuration says, where it says anything. */
export function formOf(path: string, comments?: boolean | undefined): ContractForm {
  const name = path.replace(/^.*[\\/]/, '');
  if (!JSON_FILE.test(name)) return 'yaml';
  const isKnown = FOLDER_WITH_COMMENTS.test(path) || WITH_COMMENTS.some((one) => one.test(name));
  return (comments ?? isKnown) ? 'json with comments' : 'json';
}
