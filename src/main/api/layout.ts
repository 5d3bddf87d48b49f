import { procedures } from './edge.ts';
import { latest } from './latest.ts';

export const layoutHandlers = {
  load: procedures.layout.load.handler(async ({ context: { app }, input }) => {
    const { repo } = await app.projects.open(input.project);
    return app.layouts(repo.commonDir).read();
  }),
  save: procedures.layout.save.handler(async ({ context: { app }, input }) => {
    const { repo } = await app.projects.open(input.project);
    await app.layouts(repo.commonDir).write(input.layout);
    return {};
  }),
  watchPreferences: procedures.layout.watchPreferences.handler(
    async ({ context: { app }, signal }) =>
      latest(
        {
          subscribe: (changed) => app.preferences.subscribe(changed),
          read: () => app.preferences.read(),
        },
        signal,
      ),
  ),
  setPreferences: procedures.layout.setPreferences.handler(async ({ context: { app }, input }) => {
    await app.preferences.write(input);
    return input;
  }),
};
