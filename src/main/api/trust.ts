import { procedures } from './edge.ts';

export const trustHandlers = {
  show: procedures.trust.show.handler(async ({ context: { app }, input }) =>
    app.trust.show((await app.projects.open(input.project)).repo),
  ),
  accept: procedures.trust.accept.handler(async ({ context: { app }, input }) =>
    app.trust.accept((await app.projects.open(input.project)).repo, input.hash),
  ),
  revoke: procedures.trust.revoke.handler(async ({ context: { app }, input }) =>
    app.trust.revoke((await app.projects.open(input.project)).repo),
  ),
};
