import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from '../layout.mjs';
import { eventually } from './report.mjs';

/** A terminal of a session, by the app's own code from its source: what is typed, and what is shown. */
export async function openTerminal(home, session) {
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
  });
  const load = (name) => vite.ssrLoadModule(`/src/main/core/session/${name}.ts`);
  const { createSessions } = await load('create-sessions');
  const { programsIn } = await load('node-program');
  const { openViewer } = await load('session-fixture');
  const { OP } = await vite.ssrLoadModule('/src/shared/wire/frames.ts');
  const programs = programsIn(join(root, 'out/main'));
  const sessions = createSessions({ home, programs, version: 'check' });
  await sessions.refresh();
  const view = sessions
    .list(session.project, session.feature)
    .find(({ agent }) => agent === session.agent);
  const viewer = openViewer(sessions);
  viewer.attach(view.id);
  await eventually('the terminal is shown', () => viewer.ops.includes(OP.snapshot));
  return {
    type: (text) => viewer.type(view.id, text),
    text: () => viewer.text(),
    async close() {
      viewer.close();
      await sessions.dispose();
      await vite.close();
    },
  };
}
