/** Known error messages of failed downloads and their explanations. The first match wins. */
const REASONS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/ENOSPC/, () => 'the disk is full'],
  [/(?:EACCES|EPERM|EROFS)[^\n]*'([^'\n]+)'/, ([, path]) => `${path} cannot be written`],
  [/ChecksumMismatchError|Generated checksum/, () => 'what arrived has a wrong checksum'],
  [/NoChecksumFoundError|No checksum found/, () => 'there is no checksum for what arrived'],
  [/Response code (\d+ \([^)]*\))/, ([, code]) => `the server answered ${code}`],
  [
    /(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)/,
    ([, code]) => `there is no connection to the server (${code})`,
  ],
  // Electron's script prints nothing else for a lost network, an intercepting proxy and an unknown certificate.
  [/fetch failed/, () => 'its server (github.com, or your mirror) cannot be reached'],
  [/CERT|certificate/i, () => 'the certificate of the server is not trusted'],
  [/ECONNRESET|terminated|other side closed|aborted/, () => 'the connection broke off'],
  [/extract-zip|zip|central directory|end of file/i, () => 'the archive is damaged'],
  [/E404|ETARGET/, () => 'the package registry does not have it'],
];

/** The reason for a failed download, to follow "because". */
export function explainDownload(output: string): string {
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(output);
    if (found) return words(found);
  }
  const line = output.split('\n').find((one) => one.trim().length > 0);
  return line ? line.trim() : 'the download failed without a message';
}
