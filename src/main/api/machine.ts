import { join } from 'node:path';
import { diagnostics } from '../core/machine/diagnostics.ts';
import { procedures } from './edge.ts';

export const machineHandlers = {
  diagnostics: procedures.machine.diagnostics.handler(async ({ context: { app } }) => ({
    text: await diagnostics(app),
    logs: join(app.home, 'logs'),
  })),
};
