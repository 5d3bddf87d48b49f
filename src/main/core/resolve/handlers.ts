import { notYet } from '../not-yet.ts';
import { procedures } from '../rpc/edge.ts';

export const resolveHandlers = {
  watch: procedures.resolve.watch.handler(() => notYet()),
  file: procedures.resolve.file.handler(() => notYet()),
  draft: procedures.resolve.draft.handler(() => notYet()),
  settle: procedures.resolve.settle.handler(() => notYet()),
  reopen: procedures.resolve.reopen.handler(() => notYet()),
  ask: procedures.resolve.ask.handler(() => notYet()),
};
