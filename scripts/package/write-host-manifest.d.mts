/** The manifest that was written. */
export function writeHostManifest(
  folder: string,
  program: { readonly node: string; readonly scripts: string; readonly signed?: boolean },
): { readonly hash: string };
