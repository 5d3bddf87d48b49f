import { notYet } from '../not-yet.ts';
import { procedures } from '../rpc/edge.ts';

export const reviewHandlers = {
  show: procedures.review.show.handler(() => notYet()),
  file: procedures.review.file.handler(() => notYet()),
  viewed: procedures.review.viewed.handler(() => notYet()),
  comment: procedures.review.comment.handler(() => notYet()),
  uncomment: procedures.review.uncomment.handler(() => notYet()),
  send: procedures.review.send.handler(() => notYet()),
};
