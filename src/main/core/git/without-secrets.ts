/** Removes user names and tokens from every URL in a text. */
export function withoutSecrets(text: string): string {
  return text.replace(/(\bhttps?:\/\/)[^/@\s]*@/gi, '$1');
}
