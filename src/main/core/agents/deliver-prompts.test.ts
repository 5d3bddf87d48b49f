import { afterEach, expect, test, vi } from 'vitest';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { promptQueue } from '../run/prompt-queue.ts';
import { keepPrompts } from './deliver-prompts.ts';

let fixture: ProjectFixture;
let stop: () => Promise<void> = async () => undefined;
afterEach(async () => {
  await stop();
  await fixture.close();
});

test('waiting prompts go to idle sessions one by one, with nobody watching the run', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  const { project } = fixture;
  const queue = promptQueue(project.repo, 'x');
  await queue.write({
    one: [
      { id: '1', text: 'first' },
      { id: '2', text: 'second' },
    ],
    two: [{ id: '3', text: 'third' }],
  });
  const given: string[] = [];
  const idle = new Set(['one']);
  let changed = () => {};
  vi.spyOn(project.sessions, 'subscribe').mockImplementation((listener) => {
    changed = listener;
    return () => undefined;
  });
  vi.spyOn(project.sessions, 'prompt').mockImplementation(async ({ agent }, text) => {
    if (!idle.delete(agent)) return 'busy';
    given.push(`${agent}: ${text}`);
    return 'sent';
  });
  stop = keepPrompts(project);
  await vi.waitFor(async () => expect((await queue.read())['one']).toHaveLength(1));
  expect(given).toEqual(['one: first']);
  idle.add('one').add('two');
  changed();
  await vi.waitFor(async () => expect(await queue.read()).toEqual({ one: [], two: [] }));
  expect(given).toEqual(['one: first', 'one: second', 'two: third']);
});
