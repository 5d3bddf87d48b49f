import { notYet } from '../not-yet.ts';
import { procedures } from '../rpc/edge.ts';

export const finishHandlers = {
  show: procedures.finish.show.handler(() => notYet()),
  push: procedures.finish.push.handler(() => notYet()),
  pullRequest: procedures.finish.pullRequest.handler(() => notYet()),
  merge: procedures.finish.merge.handler(() => notYet()),
  undo: procedures.finish.undo.handler(() => notYet()),
};
