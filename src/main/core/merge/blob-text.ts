import type { Shadow } from '../git/shadow.ts';

/** Bytes that git searches for a zero byte to decide that a file is binary. */
const BINARY_PROBE = 8_000;
/** Bytes; larger files are not shown as text. */
const SHOWN_BYTES = 2_000_000;

/** One version of a file, prepared for display. */
export interface BlobText {
  readonly bytes: number;
  readonly binary: boolean;
  readonly tooLarge: boolean;
  /** Null if binary or too large. */
  readonly text: string | null;
}

/** Reads a blob for display; null if there is no such version or it is not a blob (a submodule). */
export async function blobText(
  shadow: Shadow,
  oid: string | null | undefined,
): Promise<BlobText | null> {
  if (!oid) return null;
  const info = await shadow.objects.info(oid);
  if (info?.type !== 'blob') return null;
  if (info.size > SHOWN_BYTES)
    return { bytes: info.size, binary: false, tooLarge: true, text: null };
  const bytes = await shadow.objects.contents(oid);
  if (!bytes) return null;
  const binary = bytes.subarray(0, BINARY_PROBE).includes(0);
  return {
    bytes: info.size,
    binary,
    tooLarge: false,
    text: binary ? null : bytes.toString('utf8'),
  };
}
