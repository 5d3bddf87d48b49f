import type { ReviewedFile } from '../../../shared/contract/review.ts';
import { sizeWords } from '../../ui/measure.ts';

/** "3 of 12 viewed". */
export function viewedWords(files: readonly Pick<ReviewedFile, 'viewed'>[]): string {
  return `${files.filter((file) => file.viewed).length} of ${files.length} viewed`;
}

/** Says why a file has no text to show; null when it has. */
export function noTextWords(
  file: Pick<ReviewedFile, 'kind'>,
  versions: {
    readonly binary: boolean;
    readonly tooLarge: boolean;
    readonly beforeBytes: number | null;
    readonly afterBytes: number | null;
    readonly before: string | null;
    readonly after: string | null;
  },
): string | null {
  const sizes = `${sizeWords(versions.beforeBytes)} before, ${sizeWords(versions.afterBytes)} after`;
  if (versions.tooLarge) return `Too large to show (over 2 MB): ${sizes}.`;
  if (versions.binary) return `Binary file: ${sizes}.`;
  if (file.kind === 'mode') return 'Only its mode changed.';
  const { before, after } = versions;
  if (before === null && after === null) return 'There is no text to show.';
  if (before === after) {
    return file.kind === 'renamed' ? 'Only its name changed.' : 'Its text did not change.';
  }
  if (before !== null && after !== null && unbroken(before) === unbroken(after)) {
    return 'Only its line ends changed.';
  }
  return null;
}

function unbroken(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
