/** Takes names and tokens out of every address in a text. */
export function withoutSecrets(text: string): string {
  return text.replace(/(\bhttps?:\/\/)[^/@\s]*@/gi, '$1');
}
