import { Document, isScalar, isSeq, Scalar, visit } from 'yaml';

/** Characters that must not stand raw in a file that people read: they hide, or turn around what stands beside them. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u;
const RAW = new RegExp(HIDDEN, 'gu');
/** The same without the line ends that a literal block holds. */
const HIDDEN_IN_BLOCK = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u;

/** Whether a text can stand in a literal block, line for line. */
export function fitsBlock(text: string): boolean {
  return text.includes('\n') && !HIDDEN_IN_BLOCK.test(text);
}

/**
 * A value that takes over the quotes of what stood there, for `oneLineYaml`: a text those of the text, an item of a list
 * those of the same item before, else of the one in its place. A text of several lines takes over none.
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

/** A value on one line, collections in flow style; strings with hidden characters in double quotes, escaped. */
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
    // Texts of several lines are written with \n, however long.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  // What is still raw stands in double quotes.
  return text.trimEnd().replace(RAW, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
