import type { Extension } from '@codemirror/state';

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const TYPED = /\.(?:[cm]?ts|tsx)$/i;

/** The language support for a file, chosen by its name; null for plain text. Each language is loaded on first use. */
export async function languageOf(path: string): Promise<Extension | null> {
  if (SCRIPT.test(path)) {
    const { javascript } = await import('@codemirror/lang-javascript');
    return javascript({ typescript: TYPED.test(path), jsx: /x$/i.test(path) });
  }
  if (/\.ya?ml$/i.test(path)) return (await import('@codemirror/lang-yaml')).yaml();
  if (/\.jsonc?$/i.test(path)) return (await import('@codemirror/lang-json')).json();
  if (/\.(?:md|markdown)$/i.test(path)) {
    return (await import('@codemirror/lang-markdown')).markdown();
  }
  if (/\.css$/i.test(path)) return (await import('@codemirror/lang-css')).css();
  if (/\.(?:html?|vue|svelte)$/i.test(path)) return (await import('@codemirror/lang-html')).html();
  return null;
}
