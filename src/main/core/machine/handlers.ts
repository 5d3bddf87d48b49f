import { join } from 'node:path';
import { procedures } from '../rpc/edge.ts';
import { diagnostics } from './diagnostics.ts';

export const machineHandlers = {
  diagnostics: procedures.machine.diagnostics.handler(async ({ context: { app } }) => ({
    text: await diagnostics(app),
    logs: join(app.home, 'logs'),
  })),
};
