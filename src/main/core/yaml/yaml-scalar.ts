import { Document, isScalar, isSeq, Scalar, visit } from 'yaml';

/** Characters that must be escaped in a file that people read: they are invisible, or reverse the text next to them. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u;
const RAW = new RegExp(HIDDEN, 'gu');
/** As `HIDDEN`, but without the line feeds and tabs that a literal block may contain. */
const HIDDEN_IN_BLOCK = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u;

/** Whether a text can be written as a literal block. */
export function fitsBlock(text: string): boolean {
  return text.includes('\n') && !HIDDEN_IN_BLOCK.test(text);
}

/**
 * Copies the quote style of an old value for `oneLineYaml`. A list item takes the style of the equal old item, else of
 * the old item at its index. Text of several lines takes none.
 */
export function quotedLike(value: unknown, old: unknown): unknown {
  if (typeof value === 'string') {
    const style = isScalar(old) ? old.type : undefined;
    if ((style !== 'QUOTE_SINGLE' && style !== 'QUOTE_DOUBLE') || value.includes('\n'))
      return value;
    const scalar = new Scalar(value);
    scalar.type = style;
    return scalar;
  }
  if (!Array.isArray(value) || !isSeq(old)) return value;
  const same = (item: unknown) => old.items.find((one) => isScalar(one) && one.value === item);
  return value.map((item, index) => quotedLike(item, same(item) ?? old.items[index]));
}

/**
 * Writes a value on one line, collections in flow style; strings with hidden characters are double-quoted and escaped.
 */
export function oneLineYaml(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && HIDDEN.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  const text = document.toString({
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: false,
    // Write line breaks as \n, however long the text.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  // The remaining hidden characters are inside double quotes, where escapes are valid.
  return text.trimEnd().replace(RAW, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
