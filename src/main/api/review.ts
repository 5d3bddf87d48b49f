import { commentsPrompt } from '../../shared/comments-prompt.ts';
import type { ReviewSubject } from '../../shared/contract/review.ts';
import { askSession } from '../core/agents/ask-session.ts';
import { CoreFailure } from '../core/failure.ts';
import { blobText } from '../core/merge/blob-text.ts';
import { entryAt } from '../core/merge/merge-tree.ts';
import { reviewedFiles } from '../core/review/changed-files.ts';
import { contractChanges } from '../core/review/contract-changes.ts';
import { Comments, markViewed, viewedKeys } from '../core/review/marks.ts';
import { sidesOf } from '../core/review/sides.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';

interface Target {
  readonly project: string;
  readonly feature: string;
  readonly subject: ReviewSubject;
}

async function open(app: App, { project: id, feature, subject }: Target) {
  const project = await app.projects.open(id);
  const comments = new Comments(project.repo, feature, subject);
  return { project, run: project.run(feature), comments };
}

export const reviewHandlers = {
  show: procedures.review.show.handler(async ({ context: { app }, input }) => {
    const { project, run, comments } = await open(app, input);
    const { shadow, base, head } = await sidesOf(run, input.subject);
    const files = await reviewedFiles(shadow, { base: base.oid, head: head.oid });
    const viewed = await viewedKeys(project.repo);
    return {
      base,
      head,
      files: files.map((file) => ({ ...file, viewed: viewed.has(file.key) })),
      comments: await comments.list(),
    };
  }),
  file: procedures.review.file.handler(async ({ context: { app }, input }) => {
    const { project, run } = await open(app, input);
    const { shadow, base, head } = await sidesOf(run, input.subject);
    const files = await reviewedFiles(shadow, { base: base.oid, head: head.oid });
    const file = files.find(({ path }) => path === input.path);
    if (!file) {
      throw new CoreFailure({
        code: 'review.unchanged',
        message: `${input.path} does not differ any more.`,
        data: { path: input.path },
      });
    }
    const [before, after] = await Promise.all([
      entryAt(shadow, base.oid, file.from ?? file.path),
      entryAt(shadow, head.oid, file.path),
    ]).then((entries) => Promise.all(entries.map((entry) => blobText(shadow, entry?.oid))));
    const binary = [before, after].some((version) => version?.binary);
    return {
      before: binary ? null : (before?.text ?? null),
      after: binary ? null : (after?.text ?? null),
      binary,
      tooLarge: [before, after].some((version) => version?.tooLarge),
      changes: await contractChanges(project, input, [before, after]),
      beforeBytes: before?.bytes ?? null,
      afterBytes: after?.bytes ?? null,
    };
  }),
  viewed: procedures.review.viewed.handler(async ({ context: { app }, input }) => {
    const { repo } = await app.projects.open(input.project);
    await markViewed(repo, input.key, input.viewed);
    return { viewed: input.viewed };
  }),
  comment: procedures.review.comment.handler(async ({ context: { app }, input }) => {
    const { comments } = await open(app, input);
    return comments.add(input.comment);
  }),
  uncomment: procedures.review.uncomment.handler(async ({ context: { app }, input }) => {
    const { comments } = await open(app, input);
    return comments.remove(new Set([input.id]));
  }),
  send: procedures.review.send.handler(async ({ context: { app }, input }) => {
    const { run, comments } = await open(app, input);
    const all = await comments.list();
    if (all.length === 0) {
      throw new CoreFailure({
        code: 'review.noComments',
        message: 'There is no comment to send.',
      });
    }
    const state = await askSession(run, {
      agent: input.agent,
      text: commentsPrompt(all),
    });
    await comments.remove(new Set(all.map(({ id }) => id)));
    return { state };
  }),
};
