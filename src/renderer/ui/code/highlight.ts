import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

/** Syntax colours from the terminal palette, which both themes define. */
export const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--ansi-5)' },
    { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--ansi-2)' },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--ansi-3)' },
    { tag: [tags.propertyName, tags.attributeName, tags.tagName], color: 'var(--ansi-4)' },
    { tag: [tags.typeName, tags.className, tags.namespace], color: 'var(--ansi-6)' },
    { tag: [tags.comment, tags.meta], color: 'var(--text-muted)' },
    { tag: tags.heading, fontWeight: '600' },
    { tag: tags.strong, fontWeight: '600' },
    { tag: tags.emphasis, fontStyle: 'italic' },
  ]),
);
