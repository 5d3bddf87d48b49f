import type { ReviewComment } from './contract/review.ts';

/** All review comments as one prompt for the agent whose work was reviewed. */
export function commentsPrompt(comments: readonly ReviewComment[]): string {
  const points = comments.map(({ path, line, side, quote, text }) => {
    const where = `${path}:${line}${side === 'before' ? ' (before the change)' : ''}`;
    return `${where}\n> ${quote.trim()}\n${text}`;
  });
  return `Review comments on your work. Address each one and commit.\n\n${points.join('\n\n')}`;
}
